package rivulet.web;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import rivulet.Requirement;

/**
 * A headless Chromium, driven over the DevTools protocol; {@link #page} opens a page in it. Debian:
 * {@code apt-get install chromium}.
 */
public final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
  private static final long SECONDS = 30;

  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /** Told of every event of the browser. */
  interface Listener {
    void event(String session, String method, JsonObject parameters);
  }

  private Browser(Process process, Path profile, String address) throws Exception {
    this.process = process;
    this.profile = profile;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(address), new Messages())
            .get(SECONDS, TimeUnit.SECONDS);
  }

  /** Starts a browser; skips the test where there is none. */
  public static Browser start() throws Exception {
    Optional<Path> program = find();
    Requirement.met(
        program.isPresent(),
        "no Chromium on PATH (" + String.join(", ", NAMES) + "); Debian: apt install chromium");
    Path profile = Files.createTempDirectory("rivulet-browser");
    Process process =
        new ProcessBuilder(
                program.get().toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-extensions",
                "--disable-background-networking",
                "--no-first-run",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("output").toFile())
            .start();
    try {
      return new Browser(process, profile, address(process, profile));
    } catch (Exception | Error e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static Optional<Path> find() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The browser writes its port and path into its profile once it listens. */
  private static String address(Process process, Path profile) throws Exception {
    Path file = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < end && process.isAlive()) {
      if (Files.exists(file)) {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() == 2) {
          return "ws://127.0.0.1:" + lines.get(0) + lines.get(1);
        }
      }
      Thread.sleep(10);
    }
    throw new IOException(
        "the browser does not start: " + Files.readString(profile.resolve("output")));
  }

  /** Opens a page of so many pixels, light or dark. */
  public BrowserPage page(String address, int width, int height, boolean dark) {
    JsonObject made = new JsonObject();
    made.addProperty("url", "about:blank");
    JsonObject target = call("", "Target.createTarget", made);
    target.addProperty("flatten", true);
    String session = call("", "Target.attachToTarget", target).get("sessionId").getAsString();
    BrowserPage page = new BrowserPage(this, session);
    listeners.add(page);
    page.open(address, width, height, dark);
    return page;
  }

  /** Calls a method of the protocol and waits for its result. */
  JsonObject call(String session, String method, JsonObject parameters) {
    int number = numbers.incrementAndGet();
    JsonObject message = new JsonObject();
    message.addProperty("id", number);
    message.addProperty("method", method);
    message.add("params", parameters);
    if (!session.isEmpty()) {
      message.addProperty("sessionId", session);
    }
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    waiting.put(number, answer);
    try {
      synchronized (socket) {
        socket.sendText(message.toString(), true).get(SECONDS, TimeUnit.SECONDS);
      }
      JsonObject found = answer.get(SECONDS, TimeUnit.SECONDS);
      if (found.has("error")) {
        throw new IllegalStateException(method + ": " + found.get("error"));
      }
      return found.getAsJsonObject("result");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(method + ": no answer", e);
    }
  }

  private void received(JsonObject message) {
    if (message.has("id")) {
      waiting.remove(message.get("id").getAsInt()).complete(message);
      return;
    }
    String session = message.has("sessionId") ? message.get("sessionId").getAsString() : "";
    listeners.forEach(listener ->
        listener.event(
            session, message.get("method").getAsString(), message.getAsJsonObject("params")));
  }

  /** Puts messages together from their pieces. */
  private final class Messages implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
      text.append(piece);
      if (last) {
        JsonObject message = JsonParser.parseString(text.toString()).getAsJsonObject();
        text.setLength(0);
        received(message);
      }
      from.request(1);
      return null;
    }
  }

  /** Ends the browser and removes its profile. */
  @Override
  public void close() throws IOException {
    socket.abort();
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
