package rivulet.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.DataException;
import rivulet.data.SampleFiles;
import rivulet.data.Sha256;
import rivulet.store.StoreException;
import rivulet.store.download.PartialFile;

/** Downloads from a server of our own that breaks off, knows ranges or none, and errs. */
final class DownloadContractTest {
  private static final byte[] CONTENT = SampleFiles.pattern(300_000);
  private static final String SUM = Sha256.ofBytes(CONTENT);

  @TempDir private Path folder;

  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private byte[] held = CONTENT;
  private boolean ranges = true;

  /** Bytes after which the connection ends, as long as it is positive; then whole answers. */
  private int breaksAfter;

  private Path file;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/set.bin", this::answer);
    server.createContext(
        "/moved.bin",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/set.bin");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
    file = folder.resolve("set.bin");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    asked.add(range == null ? "all" : range);
    int from = ranges && range != null ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
    if (from >= held.length) {
      exchange.sendResponseHeaders(416, -1);
      exchange.close();
      return;
    }
    if (from > 0) {
      String span = "bytes " + from + "-" + (held.length - 1) + "/" + held.length;
      exchange.getResponseHeaders().add("Content-Range", span);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, held.length - from);
    int end = breaksAfter > 0 ? Math.min(held.length, from + breaksAfter) : held.length;
    exchange.getResponseBody().write(held, from, end - from);
    if (end < held.length) {
      breaksAfter = 0;
      exchange.getResponseBody().flush();
      throw new IOException("the connection ends");
    }
    exchange.close();
  }

  private Download download(String name, String sum) {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name);
    return new Download(address, sum, file);
  }

  private void fetch() {
    download("set.bin", SUM).run((_, _) -> {});
  }

  private String refused() {
    return assertThrows(DataException.class, this::fetch).getMessage();
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void wholeFilesAppearAndAreNotFetchedTwice() throws IOException {
    long[] last = new long[2];
    download("moved.bin", SUM.toUpperCase(Locale.ROOT))
        .run((now, all) -> {
          last[0] = now;
          last[1] = all;
        });
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
    assertEquals(List.of("set.bin"), left());
    assertArrayEquals(new long[] {CONTENT.length, CONTENT.length}, last);
    fetch();
    assertEquals(List.of("all"), asked);
  }

  @Test
  void whatBrokeOffGoesOn() throws IOException {
    breaksAfter = 100_000;
    String message = refused();
    assertTrue(message.contains("broke off after 100000 bytes"), message);
    assertTrue(message.contains("run it again to go on"), message);
    assertEquals(List.of("set.bin.part"), left());
    fetch();
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
    assertEquals(List.of("set.bin"), left());
    assertEquals(List.of("all", "bytes=100000-"), asked);
  }

  @Test
  void serversWithoutRangesBeginAgain() throws IOException {
    breaksAfter = 100_000;
    refused();
    ranges = false;
    fetch();
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
  }

  @Test
  void anotherFilesRemainsAreReplaced() throws IOException {
    Files.write(folder.resolve("set.bin.part"), new byte[1000]);
    fetch();
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
    assertEquals(List.of("bytes=1000-", "all"), asked);
  }

  @Test
  void remainsLongerThanTheFileToo() throws IOException {
    Files.write(folder.resolve("set.bin.part"), new byte[CONTENT.length + 5]);
    fetch();
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
    assertEquals(List.of("set.bin"), left());
  }

  @Test
  void wrongFilesLeaveNothingAndWhatWasThereStays() throws IOException {
    byte[] mine = {1, 2, 3};
    Files.write(file, mine);
    held = Arrays.copyOf(CONTENT, CONTENT.length - 1);
    String message = refused();
    assertTrue(message.contains("SHA-256 " + SUM + " asked"), message);
    assertTrue(message.contains("the file has " + Sha256.ofBytes(held)), message);
    assertEquals(List.of("set.bin"), left());
    assertArrayEquals(mine, Files.readAllBytes(file));
  }

  @Test
  void refusedAddressesAreNamed() throws IOException {
    String message =
        assertThrows(DataException.class, () -> download("none", SUM).run((_, _) -> {}))
            .getMessage();
    assertTrue(message.contains("the server answers 404"), message);
    server.stop(0);
    assertTrue(refused().contains("cannot be fetched"));
    assertEquals(List.of(), left());
  }

  @Test
  void sumsAndAddressesAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> download("set.bin", SUM.substring(1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Download(URI.create("ftp://127.0.0.1/a"), SUM, file));
    assertThrows(
        IllegalArgumentException.class, () -> new Download(URI.create("set.bin"), SUM, file));
  }

  @Test
  void oneAtATime() {
    try (PartialFile held = PartialFile.open(file)) {
      assertEquals(0, held.length());
      assertThrows(StoreException.class, this::fetch);
    }
    assertFalse(Files.exists(folder.resolve("set.bin.part")));
  }
}
