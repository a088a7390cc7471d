package rivulet.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.format.PngWriter;

class AtomicFileContractTest {
  @TempDir Path dir;

  @Test
  void createsAndReplacesAndLeavesNothingBeside() throws IOException {
    Path file = dir.resolve("a.txt");
    AtomicFile.write(file, "first".getBytes(UTF_8));
    AtomicFile.write(file, "second".getBytes(UTF_8));
    assertEquals("second", Files.readString(file));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void theNewFileHasTheRightsOfAnyNewFile() throws IOException {
    Path file = dir.resolve("a");
    Path plain = Files.createFile(dir.resolve("b"));
    AtomicFile.write(file, new byte[1]);
    assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(file));
  }

  @Test
  void contentMayCloseItsStream() throws IOException {
    Path file = dir.resolve("a.txt");
    AtomicFile.write(
        file,
        out -> {
          try (Writer writer = new OutputStreamWriter(out, UTF_8)) {
            writer.write("whole");
          }
        });
    assertEquals("whole", Files.readString(file));
  }

  @Test
  void theTargetIsUntouchedUntilTheContentIsWhole() throws IOException {
    Path file = dir.resolve("a.txt");
    AtomicFile.write(file, "old".getBytes(UTF_8));
    AtomicFile.write(
        file,
        out -> {
          out.write(new byte[1 << 20]);
          assertEquals("old", Files.readString(file));
        });
    assertEquals(1 << 20, Files.size(file));
  }

  @Test
  void afterFailureTheOldContentIsThereAndTheTemporaryIsGone() throws IOException {
    Path file = dir.resolve("a.txt");
    AtomicFile.write(file, "old".getBytes(UTF_8));
    StoreException failed =
        assertThrows(
            StoreException.class,
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IOException("disk full");
                    }));
    assertEquals(
        file + ": cannot be written (disk full): check free space and" + " permissions",
        failed.getMessage());
    assertThrows(
        ArithmeticException.class,
        () ->
            AtomicFile.write(
                file,
                out -> {
                  throw new ArithmeticException();
                }));
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void foldersMustExistAndTargetsBeFiles() {
    Path lost = dir.resolve("no/a");
    assertEquals(
        lost
            + ": cannot be written, folder "
            + lost.getParent()
            + " does not exist: create it first",
        assertThrows(StoreException.class, () -> AtomicFile.write(lost, new byte[1])).getMessage());
    assertEquals(
        dir + ": is a folder, a file is to be written: give another name",
        assertThrows(StoreException.class, () -> AtomicFile.write(dir, new byte[1])).getMessage());
  }

  @Test
  void picturesAreWrittenThroughIt() throws IOException {
    byte[] pixels = {1, 2, 3, 4, 5, 6};
    Path file = dir.resolve("p.png");
    AtomicFile.write(file, out -> PngWriter.write(PngWriter.picture(1, 2, 3, pixels), out));
    assertArrayEquals(
        new int[] {1, 2, 3, 4, 5, 6},
        ImageIO.read(file.toFile()).getRaster().getPixels(0, 0, 3, 2, (int[]) null));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
