package rivulet.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Within one process; {@code TwoRunsFaultTest} has two. */
final class FolderLockFaultTest {
  @TempDir Path dir;

  private static String refused(Path folder) {
    return assertThrows(StoreException.class, () -> FolderLock.take(folder).close()).getMessage();
  }

  @Test
  void secondTakerIsToldTheFirst() throws IOException {
    Path link = Files.createSymbolicLink(dir.resolve("link"), dir);
    long pid = ProcessHandle.current().pid();
    try (FolderLock _ = FolderLock.take(dir)) {
      String told = refused(dir);
      assertTrue(
          told.startsWith(
              dir + ": is being written by another run of this process, process " + pid + " on "),
          told);
      assertTrue(told.endsWith(": wait for its end or choose another folder"), told);
      assertTrue(refused(link).contains("process " + pid + " on "));
      String text = Files.readString(dir.resolve("lock"));
      assertTrue(text.startsWith("process " + pid + " on "), text);
    }
  }

  @Test
  void nothingStaysAfterCleanEnd() {
    for (int times = 0; times < 3; times++) {
      try (FolderLock _ = FolderLock.take(dir)) {
        assertTrue(Files.exists(dir.resolve("lock")));
      }
      assertFalse(Files.exists(dir.resolve("lock")));
    }
  }

  @Test
  void fileOfDeadProcessOrOtherMachineIsNoLock() throws IOException {
    for (String left : new String[] {"", "process 1 on elsewhere\nabc\n", "x".repeat(10_000)}) {
      Files.writeString(dir.resolve("lock"), left);
      try (FolderLock _ = FolderLock.take(dir)) {
        assertTrue(refused(dir).contains("another run of this process"));
      }
      assertFalse(Files.exists(dir.resolve("lock")));
    }
  }

  @Test
  void refusalsLeaveNothingHeld() throws IOException {
    Path lock = Files.createDirectory(dir.resolve("lock"));
    assertEquals(lock + ": is a folder, a file is to be written: give another name", refused(dir));
    Files.delete(lock);
    Files.createSymbolicLink(lock, Path.of("elsewhere"));
    assertTrue(refused(dir).startsWith(lock + ": cannot be written ("));
    Files.delete(lock);
    FolderLock.take(dir).close();
    assertTrue(refused(dir.resolve("no")).contains("does not exist: create it first"));
  }
}
