package rivulet.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StagedFolderContractTest {
  @TempDir Path dir;

  private StagedFolder staged(Path folder) {
    return new StagedFolder(folder, List.of("a", "b"));
  }

  private static void stage(StagedFolder staged, String name, String text) throws IOException {
    Files.createDirectories(staged.unfinished());
    Files.writeString(staged.unfinished().resolve(name), text);
  }

  @Test
  void earlierFilesAreWholeUntilTheNewAreThere() throws IOException {
    StagedFolder staged = staged(dir.resolve("out"));
    try (FolderLock _ = staged.lock()) {
      assertFalse(staged.holdsFiles());
      stage(staged, "a", "1");
      stage(staged, "b", "2");
      assertFalse(staged.holdsFiles());
      staged.publish();
    }
    assertTrue(staged.holdsFiles());
    Files.writeString(staged.folder().resolve("notes"), "mine");
    stage(staged, "a", "3");
    assertEquals("1", Files.readString(staged.folder().resolve("a")));
    assertEquals("2", Files.readString(staged.folder().resolve("b")));
    staged.publish();
    assertEquals("3", Files.readString(staged.folder().resolve("a")));
    assertFalse(Files.exists(staged.folder().resolve("b")), "of an earlier time");
    assertEquals("mine", Files.readString(staged.folder().resolve("notes")));
    assertFalse(Files.exists(staged.unfinished()));
  }

  @Test
  void namesAreRegularFilesOrNone() throws Exception {
    Path fifo = SpecialFiles.fifo(dir.resolve("a"));
    assertTrue(
        assertThrows(StoreException.class, () -> staged(dir).lock())
            .getMessage()
            .startsWith(fifo + ": is no regular file"));
    assertThrows(
        StoreException.class,
        () -> {
          stage(staged(dir), "a", "1");
          staged(dir).publish();
        });
    assertTrue(Files.readAttributes(fifo, "isOther").containsValue(true));
  }

  @Test
  void linksKeepPointing() throws IOException {
    Files.writeString(dir.resolve("far"), "old");
    Files.createSymbolicLink(dir.resolve("a"), Path.of("far"));
    stage(staged(dir), "a", "new");
    staged(dir).publish();
    assertTrue(Files.isSymbolicLink(dir.resolve("a")));
    assertEquals("new", Files.readString(dir.resolve("far")));
  }

  @Test
  void oneAtATime() {
    StagedFolder staged = staged(dir);
    try (FolderLock _ = staged.lock()) {
      assertThrows(StoreException.class, () -> staged.lock().close());
    }
  }
}
