package rivulet.cli.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.Images;
import rivulet.cli.CommandRun;

/** What {@code data fetch} takes, says and refuses. */
final class DataFetchContractTest {
  private static final byte[] CONTENT = {1, 2, 3, 4, 5};
  private static final String SUM =
      "74f81fe167d99b4cb41d6d0ccda82278caee9f3e2f25d5e5a3936ff3dcec60d0";

  @TempDir private Path folder;

  private static CommandRun run(Object... more) {
    List<Object> line = new ArrayList<>(List.of("data", "fetch"));
    line.addAll(List.of(more));
    return CommandRun.of(List.of(new DataCommand()), line.toArray());
  }

  @Test
  void filesByTheirAddress() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().write(CONTENT);
          exchange.close();
        });
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/set.bin";
      Path out = folder.resolve("set.bin");
      String wrong = SUM.replace('7', '8');
      run(address, "--sha256", wrong, "--out", out)
          .assertFailsWith("SHA-256 " + wrong + " asked", "has " + SUM, "nothing is kept");
      assertFalse(Files.exists(out));
      CommandRun right = run(address, "--sha256", SUM, "--out", out, "--json");
      assertEquals(0, right.exitCode(), right.error());
      assertArrayEquals(CONTENT, Files.readAllBytes(out));
      assertEquals(SUM, Images.sha256(out));
      assertEquals(
          SUM, right.json().getAsJsonObject("file_sha256").get(out.toString()).getAsString());
      run(address, "--out", out).assertWrongUsage("an address needs '--sha256=HEX'");
      run(address, "--sha256", SUM).assertWrongUsage("an address needs '--out=FILE'");
      run(address, "--sha256", "12", "--out", out)
          .assertWrongUsage("--sha256 must be 64 hex digits");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void refusesWhatIsNoNameAndNoAddress() {
    run("cifar").assertWrongUsage("fashion-mnist, digits, digits32, emoji, wall32");
    run("digits", "--sha256", SUM).assertWrongUsage("leave --sha256 out");
    run("ftp://127.0.0.1/a", "--sha256", SUM, "--out", folder.resolve("a"))
        .assertWrongUsage("http:// or https://");
    run("http://127.0.0.1:65536/a", "--sha256", SUM, "--out", folder.resolve("a"))
        .assertWrongUsage("a port is at most 65535, found 'http://127.0.0.1:65536/a'");
    run("digits", "--out", "").assertWrongUsage("a file or folder has a name, found ''");
    run("http://a b", "--sha256", SUM, "--out", folder.resolve("a")).assertWrongUsage("no address");
  }
}
