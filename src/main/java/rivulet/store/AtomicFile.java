package rivulet.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writing a file whole or not at all: to a temporary file in the same folder, synced to disk,
 * renamed over the target, and the folder synced. A reader, or a machine that loses power, sees the
 * old content or the new one. After a failure the target is untouched and the temporary file is
 * gone.
 */
public final class AtomicFile {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final AtomicLong SERIAL = new AtomicLong();

  private AtomicFile() {}

  /** What is to be written. */
  public interface Content {
    /** Writes all of it to a buffered stream; closing the stream only flushes it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Replaces or creates a file. A symbolic link is itself replaced, not what it points to.
   *
   * @throws StoreException if the folder is missing, or writing fails; exceptions that are not
   *     {@link IOException}s pass through as they are
   */
  public static void write(Path file, Content content) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new StoreException(
          file + ": cannot be written, folder " + folder + " does not exist: create it first");
    }
    if (Files.isDirectory(file)) {
      throw new StoreException(file + ": is a folder, a file is to be written: give another name");
    }
    Path temporary = null;
    try {
      temporary = create(folder, file);
      fill(temporary, content);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      temporary = null;
      sync(folder);
    } catch (AtomicMoveNotSupportedException e) {
      throw new StoreException(
          file + ": this file system cannot rename atomically: write to a local disk", e);
    } catch (IOException e) {
      throw new StoreException(
          file + ": cannot be written (" + e + "): check free space and permissions", e);
    } finally {
      discard(temporary);
    }
  }

  /** Replaces or creates a file with the given bytes. */
  public static void write(Path file, byte[] bytes) {
    write(file, out -> out.write(bytes));
  }

  // Not Files.createTempFile: its files are readable by their owner alone, and stay so once
  // renamed.
  private static Path create(Path folder, Path file) throws IOException {
    while (true) {
      String serial = ProcessHandle.current().pid() + "-" + SERIAL.incrementAndGet();
      Path temporary = folder.resolve("." + file.getFileName() + "." + serial + ".tmp");
      try {
        return Files.createFile(temporary);
      } catch (FileAlreadyExistsException e) {
        // Left by a killed process that had the same number: take the next name.
      }
    }
  }

  private static void fill(Path temporary, Content content) throws IOException {
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
        OutputStream out = new Unclosed(Channels.newOutputStream(channel))) {
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  /** Writers put around the stream close it; the file must stay open until it is synced. */
  private static final class Unclosed extends BufferedOutputStream {
    Unclosed(OutputStream out) {
      super(out, BUFFER_BYTES);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  private static void sync(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Some systems cannot open a folder. The file is whole and in place all the same; only the
      // moment at which its new name reaches the disk is then up to the system.
      return;
    }
  }

  private static void discard(Path temporary) {
    if (temporary == null) {
      return;
    }
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // The exception on its way out says why the write failed, which is worth more than this one.
      return;
    }
  }
}
