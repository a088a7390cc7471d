package rivulet.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import rivulet.data.DataException;
import rivulet.data.Sha256;
import rivulet.store.download.PartialFile;

/**
 * A file by its address over HTTP. What comes lies in {@code NAME.part} until all of it is there
 * and has the SHA-256 that was asked for. A download that breaks off goes on there the next time
 * (RFC 9110, section 14: ranges), or begins again where the server gives no ranges; one that turns
 * out wrong leaves nothing.
 *
 * @param from http or https
 * @param sha256 64 hex digits
 * @param to the file
 */
public record Download(URI from, String sha256, Path to) {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int BUFFER_BYTES = 1 << 16;

  private static final int MOST_PORT = 65_535;

  private static final int WHOLE = 200;
  private static final int PART = 206;
  private static final int NO_SUCH_RANGE = 416;

  /** Told how many bytes have come, of how many; of -1 if the server does not say. */
  @FunctionalInterface
  public interface Listener {
    void bytes(long now, long all);
  }

  /**
   * Checks the address and the sum.
   *
   * @throws IllegalArgumentException if they are none
   */
  public Download {
    sha256 = sha256.toLowerCase(Locale.ROOT);
    if (!DIGEST.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "fetch: `sha256` must be 64 hex digits, found '" + sha256 + "'");
    }
    String scheme = Optional.ofNullable(from.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || from.getHost() == null) {
      throw new IllegalArgumentException(
          "fetch: an address begins with http:// or https://, found '" + from + "'");
    }
    if (from.getPort() > MOST_PORT) {
      throw new IllegalArgumentException(
          "fetch: a port is at most " + MOST_PORT + ", found '" + from + "'");
    }
  }

  /**
   * Fetches the file, unless it is there.
   *
   * @throws DataException if it cannot be had, or is another one; a file of that name stays as it
   *     is
   */
  public void run(Listener listener) {
    if (Files.isRegularFile(to) && Sha256.ofFile(to).equals(sha256)) {
      return;
    }
    try (PartialFile file = PartialFile.open(to)) {
      boolean resumed = file.length() > 0;
      receive(file, listener);
      String found = Sha256.ofFile(file.part());
      if (resumed && !found.equals(sha256)) {
        file.append(0); // what was there was of something else
        receive(file, listener);
        found = Sha256.ofFile(file.part());
      }
      if (!found.equals(sha256)) {
        file.discard();
        throw new DataException(
            from
                + ": SHA-256 "
                + sha256
                + " asked, the file has "
                + found
                + ": it is another one or damaged, nothing is kept");
      }
      file.publish();
    }
  }

  private void receive(PartialFile file, Listener listener) {
    try (HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(PATIENCE)
            .build()) {
      HttpResponse<InputStream> answer = ask(client, file.length());
      if (answer.statusCode() == NO_SUCH_RANGE && file.length() > 0) {
        answer.body().close();
        file.append(0);
        answer = ask(client, 0);
      }
      try (InputStream body = answer.body()) {
        copy(answer, body, file, listener);
      }
    } catch (IOException e) {
      throw brokenOff(file, e);
    }
  }

  private HttpResponse<InputStream> ask(HttpClient client, long have) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(from).timeout(PATIENCE);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void copy(
      HttpResponse<InputStream> answer, InputStream body, PartialFile file, Listener listener)
      throws IOException {
    long now = begin(answer, file.length());
    long coming = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
    long all = coming < 0 ? -1 : now + coming;
    byte[] buffer = new byte[BUFFER_BYTES];
    OutputStream out = file.append(now);
    for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
      out.write(buffer, 0, n);
      now += n;
      listener.bytes(now, all);
    }
    if (all >= 0 && now != all) {
      throw new IOException(now + " of " + all + " bytes came");
    }
  }

  /** How many of the bytes that are there stay. */
  private long begin(HttpResponse<InputStream> answer, long have) {
    String range = answer.headers().firstValue("Content-Range").orElse("");
    int status = answer.statusCode();
    if (status == WHOLE) {
      return 0;
    }
    if (status == PART && range.startsWith("bytes " + have + "-")) {
      return have;
    }
    throw new DataException(
        from
            + ": the server answers "
            + status
            + (range.isEmpty() ? "" : " (" + range + ")")
            + ": check the address");
  }

  private DataException brokenOff(PartialFile file, IOException e) {
    long came = file.length();
    String reason =
        switch (e) {
          case HttpTimeoutException _ -> "no answer in " + PATIENCE.toSeconds() + " s";
          case ConnectException _ -> "no connection";
          default -> String.valueOf(e.getMessage());
        };
    return new DataException(
        from
            + ": "
            + (came == 0 ? "cannot be fetched (" : "broke off after " + came + " bytes (")
            + reason
            + "): "
            + (came == 0
                ? "check the address and the network"
                : "run it again to go on, they are kept in " + file.part()),
        e);
  }
}
