package rivulet.store;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import rivulet.Requirement;

/** FIFOs and devices in a test's own folder; never those of the machine. */
public final class SpecialFiles {
  private SpecialFiles() {}

  /** Makes a FIFO; skips the test where there are none. */
  public static Path fifo(Path file) throws IOException, InterruptedException {
    Requirement.met(run("mkfifo", file.toString()), "mkfifo is missing: no FIFO can be made");
    return file;
  }

  /** Begins to read all that is written into a FIFO. */
  public static CompletableFuture<byte[]> reader(Path fifo) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return Files.readAllBytes(fifo);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> Thread.ofPlatform().daemon().start(task));
  }

  /** Whether a program is there and ends with 0. */
  static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a device can be opened: file systems may be mounted without. */
  static boolean opens(Path device) {
    try (OutputStream out = Files.newOutputStream(device, StandardOpenOption.WRITE)) {
      out.flush();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
