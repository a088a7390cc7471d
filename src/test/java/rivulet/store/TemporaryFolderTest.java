package rivulet.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A temporary folder goes with all that it holds, and nothing else goes. */
final class TemporaryFolderTest {
  @Test
  void goesWithItsFilesButNotWithWhatLinksPointTo(@TempDir Path elsewhere) throws IOException {
    Path kept = Files.writeString(elsewhere.resolve("kept"), "kept");
    Path path;
    try (TemporaryFolder folder = TemporaryFolder.create("rivulet-test")) {
      path = folder.path();
      assertTrue(Files.isDirectory(path));
      Files.writeString(Files.createDirectories(path.resolve("a/b")).resolve("file"), "text");
      Files.createSymbolicLink(path.resolve("link"), elsewhere);
    }
    assertFalse(Files.exists(path));
    assertEquals("kept", Files.readString(kept));
  }

  @Test
  void mayBeGoneAlready() throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create("rivulet-test")) {
      Files.delete(folder.path());
    }
  }
}
