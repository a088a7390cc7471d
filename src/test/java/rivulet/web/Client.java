package rivulet.web;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A program that asks a server, as a notebook would. */
public record Client(String address) {
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** An event of a feed or a task. */
  public record Event(String name, JsonObject data) {}

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(LONGEST);
  }

  private static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return HTTP.send(request, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse<String> get(String path) {
    return send(to(path).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> method(String method, String path) {
    return send(to(path).method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path, String header, String value) {
    return send(to(path).header(header, value).build(), BodyHandlers.ofString());
  }

  public HttpResponse<String> post(String path, String body) {
    return post(path, body, "application/json");
  }

  HttpResponse<String> post(String path, String body, String type) {
    return send(posted(path, body, type), BodyHandlers.ofString());
  }

  private HttpRequest posted(String path, String body, String type) {
    return to(path)
        .header("Content-Type", type)
        .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8))
        .build();
  }

  /** The events of a task up to its end. */
  public List<Event> task(String path, String body) {
    return events(task(path, body, 0), _ -> false);
  }

  /** A task's answer under way; closing the stream is going away. */
  HttpResponse<Stream<String>> task(String path, String body, int status) {
    HttpResponse<Stream<String>> response =
        send(posted(path, body, "application/json"), BodyHandlers.ofLines());
    if (status != 0 && response.statusCode() != status) {
      throw new AssertionError(path + ": " + response.statusCode());
    }
    return response;
  }

  /** The events of a feed up to the first of that name. */
  public List<Event> feed(String path, String last) {
    return events(stream(path), event -> event.name().equals(last));
  }

  /** A feed under way. */
  HttpResponse<Stream<String>> stream(String path) {
    return send(to(path).build(), BodyHandlers.ofLines());
  }

  /** The events of a stream up to one, or to the end. */
  static List<Event> events(HttpResponse<Stream<String>> response, Predicate<Event> last) {
    List<Event> events = new ArrayList<>();
    try (Stream<String> lines = response.body()) {
      String name = "";
      for (var each = lines.iterator(); each.hasNext(); ) {
        String line = each.next();
        if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          events.add(new Event(name, JsonParser.parseString(line.substring(6)).getAsJsonObject()));
          if (last.test(events.getLast())) {
            return events;
          }
        }
      }
    }
    return events;
  }

  /** Sends bytes as they are, and returns the first line of the answer. */
  String raw(String request) {
    try (Socket socket =
        new Socket(InetAddress.getByAddress(LOOPBACK), URI.create(address).getPort())) {
      socket.setSoTimeout((int) LONGEST.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      String answer = new String(socket.getInputStream().readNBytes(64), StandardCharsets.UTF_8);
      return answer.lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String host() {
    return "127.0.0.1:" + URI.create(address).getPort();
  }

  String token() {
    String path = URI.create(address).getPath();
    return path.substring(1, path.length() - 1);
  }
}
