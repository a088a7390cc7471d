package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code watch}: its first line, what it refuses, and how it ends. */
final class WatchCommandContractTest {
  private static final int SIGTERM_EXIT = 128 + 15;

  @TempDir private Path folder;

  private static CommandRun watch(Object... words) {
    return CommandRun.of(List.of(new WatchCommand()), words);
  }

  @Test
  void itsFirstLineIsItsAddressAndSigtermEndsIt() throws Exception {
    Files.writeString(folder.resolve("metrics.csv"), "step,level,loss,applied\n0,0,1.5,true\n");
    try (CommandProcess process = CommandProcess.start(folder, "watch", folder, "--port", 0)) {
      process.awaitFile(folder.resolve("out"));
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!process.output().contains("\n") && System.nanoTime() < end) {
        Thread.sleep(10);
      }
      String address = process.output().lines().findFirst().orElse("");
      assertTrue(address.matches("http://127\\.0\\.0\\.1:\\d+/[\\w-]+/"), address);
      HttpRequest get = HttpRequest.newBuilder(URI.create(address + "api/watch/curves")).build();
      HttpClient client = HttpClient.newHttpClient();
      assertEquals(200, client.send(get, HttpResponse.BodyHandlers.ofLines()).statusCode());
      long told = System.nanoTime();
      process.process().destroy();
      assertEquals(SIGTERM_EXIT, process.exitCode(), process.error());
      assertTrue(System.nanoTime() - told < TimeUnit.SECONDS.toNanos(2), "slow to end");
      assertEquals("", process.error());
    }
  }

  @Test
  void whatIsNoRunIsRefusedAtTheStart() throws IOException {
    watch("watch", folder).assertFailsWith("is no folder of a run");
    watch("watch", folder.resolve("nowhere")).assertFailsWith("is no folder of a run");
    Files.writeString(folder.resolve("metrics.csv"), "");
    watch("watch", folder, "--port", 65536).assertWrongUsage("--port");
    watch("watch", folder, "--samples", 0).assertWrongUsage("--samples");
    watch("watch").assertWrongUsage("RUN");
  }
}
