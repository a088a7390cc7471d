package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told to end does so while it trains and measures. */
final class EndWhileWorkingTest {
  private static final int SIGTERM_EXIT = 128 + 15;

  /** Far above what it takes, about 0.1 s: a machine may be busy. */
  private static final long SECONDS = 5;

  @TempDir private Path folder;

  private final HttpClient client = HttpClient.newHttpClient();

  private static String address(CommandProcess process) throws Exception {
    process.awaitFile(process.folder().resolve("out"));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!process.output().contains("\n") && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    return process.output().lines().findFirst().orElse("");
  }

  private static HttpRequest post(String address, String path, String body) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private Stream<String> lines(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<Stream<String>> answer = client.send(request, HttpResponse.BodyHandlers.ofLines());
    assertEquals(200, answer.statusCode());
    return answer.body();
  }

  @Test
  void aTrainingAndATaskUnderWayDoNotDelayTheEnd() throws Exception {
    try (CommandProcess process =
        CommandProcess.start(folder, "play", "--density", "moons", "--page", "--port", 0)) {
      String address = address(process);
      lines(post(address, "api/play/start", "{\"lab\": 0, \"data\": \"moons\", \"settings\": {}}"));
      lines(HttpRequest.newBuilder(URI.create(address + "api/play/training")).build());
      lines(post(address, "api/play/go", "{\"lab\": 0, \"updates\": 1000000}"));
      String measure =
          "{\"lab\": 0, \"points\": 20000, \"seed\": 1,"
              + " \"solver\": {\"method\": \"dopri5\", \"tolerance\": 1e-9}}";
      String first = lines(post(address, "api/play/measure", measure)).findFirst().orElseThrow();
      assertEquals("event: job", first);
      Thread.sleep(300); // the task is at work
      long told = System.nanoTime();
      process.process().destroy(); // as Ctrl-C, which a test in the background may not be sent
      assertEquals(SIGTERM_EXIT, process.exitCode(), process.error());
      long took = System.nanoTime() - told;
      assertTrue(took < TimeUnit.SECONDS.toNanos(SECONDS), () -> took / 1e9 + " s to end");
      assertEquals("", process.error());
    }
  }
}
