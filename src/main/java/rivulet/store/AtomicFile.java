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
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.concurrent.atomic.AtomicLong;
import rivulet.data.DataException;

/**
 * The one door for files that are written as a whole. A regular file, or a new one, is written
 * whole or not at all: to a temporary file in the same folder, synced to disk, renamed over the
 * target, and the folder synced. A reader, or a machine that loses power, sees the old content or
 * the new one. After a failure the target is untouched and the temporary file is gone.
 *
 * <p>Nothing else is ever replaced: a symbolic link stays, and what it points to is replaced or
 * created; into a FIFO or a character device the content is written; folders, sockets, block
 * devices and read-only files are refused. A file keeps its permissions, and its owner and group
 * where the process may give them; hard links to it keep the old content.
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
   * Replaces or creates a file, or writes into a FIFO or a character device.
   *
   * @throws StoreException if the folder is missing, the target is none of these or read-only, or
   *     writing fails; exceptions that are not {@link IOException}s pass through as they are
   */
  public static void write(Path file, Content content) {
    switch (OutputTarget.of(file)) {
      case OutputTarget.Plain target -> replace(file, target, content);
      case OutputTarget.Stream target -> pour(target.path(), content);
    }
  }

  /** Replaces or creates a file with the given bytes. */
  public static void write(Path file, byte[] bytes) {
    write(file, out -> out.write(bytes));
  }

  /**
   * Looks whether a file can be written, before the work whose result it is to hold.
   *
   * @throws StoreException as {@link #write(Path, Content)} would
   */
  public static void requireWritable(Path file) {
    OutputTarget.of(file);
  }

  /**
   * Looks whether a file can be written and read again.
   *
   * @throws StoreException as {@link #write(Path, Content)} would, and for FIFOs and devices
   */
  public static void requireRegular(Path file) {
    if (OutputTarget.of(file) instanceof OutputTarget.Stream) {
      throw new StoreException(
          file + ": is no regular file, and what is written there is read again: remove it");
    }
  }

  /**
   * Moves a whole file over another, whose permissions it takes, or to a new name.
   *
   * @throws StoreException as {@link #requireRegular}, or if both are not on one file system
   */
  public static void move(Path from, Path to) {
    requireRegular(to);
    if (OutputTarget.of(to) instanceof OutputTarget.Plain target) {
      try {
        if (target.present()) {
          keepRights(target.file(), from);
        }
        Files.move(from, target.file(), StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new StoreException(
            to + ": cannot be written (" + DataException.reason(e) + "): check permissions", e);
      }
    }
  }

  private static void replace(Path asked, OutputTarget.Plain target, Content content) {
    Path file = target.file();
    Path folder = file.toAbsolutePath().getParent();
    Path temporary = null;
    try {
      temporary = create(folder);
      fill(temporary, target, content);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      temporary = null;
      sync(folder);
    } catch (AtomicMoveNotSupportedException e) {
      throw new StoreException(
          asked + ": this file system cannot rename atomically: write to a local disk", e);
    } catch (IOException e) {
      throw new StoreException(
          asked
              + ": cannot be written ("
              + DataException.reason(e)
              + "): check free space and permissions",
          e);
    } finally {
      discard(temporary);
    }
  }

  private static void pour(Path path, Content content) {
    try (OutputStream stream = Files.newOutputStream(path, StandardOpenOption.WRITE);
        OutputStream out = new Unclosed(stream)) {
      content.writeTo(out);
    } catch (IOException e) {
      throw new StoreException(
          path + ": cannot be written (" + e.getMessage() + "): whoever reads it may have ended",
          e);
    }
  }

  // Not Files.createTempFile: its files are readable by their owner alone, and stay so once
  // renamed. The name is not the target's with more letters, which may be too many.
  private static Path create(Path folder) throws IOException {
    while (true) {
      String serial = ProcessHandle.current().pid() + "-" + SERIAL.incrementAndGet();
      Path temporary = folder.resolve(".rivulet-" + serial + ".tmp");
      try {
        return Files.createFile(temporary);
      } catch (FileAlreadyExistsException e) {
        // Left by a killed process that had the same number: take the next name.
      }
    }
  }

  private static void keepRights(Path old, Path temporary) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    PosixFileAttributes rights = Files.readAttributes(old, PosixFileAttributes.class);
    PosixFileAttributes fresh = view.readAttributes();
    try {
      if (!rights.group().equals(fresh.group())) {
        view.setGroup(rights.group());
      }
      if (!rights.owner().equals(fresh.owner())) {
        view.setOwner(rights.owner());
      }
    } catch (IOException e) {
      // Only the superuser may give files away; then they belong to whoever wrote them, as with cp.
      view.setPermissions(rights.permissions());
      return;
    }
    view.setPermissions(rights.permissions());
  }

  private static void fill(Path temporary, OutputTarget.Plain target, Content content)
      throws IOException {
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
        OutputStream out = new Unclosed(Channels.newOutputStream(channel))) {
      if (target.present()) {
        keepRights(target.file(), temporary);
      }
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
