package rivulet.store.download;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import rivulet.data.DataException;
import rivulet.store.AtomicFile;
import rivulet.store.StoreException;

/**
 * A file that is written over a longer time, perhaps with interruptions: what has come lies in
 * {@code NAME.part} beside it and is moved to its name when it is whole and found right. Held by
 * one process at a time.
 */
public final class PartialFile implements AutoCloseable {
  private static final String ENDING = ".part";

  private final Path file;
  private final Path part;
  private final FileChannel channel;

  private PartialFile(Path file, Path part, FileChannel channel) {
    this.file = file;
    this.part = part;
    this.channel = channel;
  }

  /**
   * Opens what has come of a file, or begins.
   *
   * @throws StoreException if the file cannot be written, or another process is at it
   */
  public static PartialFile open(Path file) {
    AtomicFile.requireRegular(file);
    Path part = file.resolveSibling(file.getFileName() + ENDING);
    AtomicFile.requireRegular(part);
    try {
      FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new StoreException(part + ": another process is writing it: wait for its end");
      }
      return new PartialFile(file, part, channel);
    } catch (IOException e) {
      throw failure(part, e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this process
    }
  }

  /** Where it lies until it is whole. */
  public Path part() {
    return part;
  }

  /** Bytes that have come. */
  public long length() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw failure(part, e);
    }
  }

  /**
   * Where more bytes go.
   *
   * @param from how many of those that have come are kept
   */
  public OutputStream append(long from) {
    try {
      channel.truncate(from).position(from);
      return Channels.newOutputStream(channel);
    } catch (IOException e) {
      throw failure(part, e);
    }
  }

  /** Gives the file its name; nothing may be written after that. */
  public void publish() {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw failure(part, e);
    }
    AtomicFile.move(part, file);
  }

  /** Removes what has come. */
  public void discard() {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw failure(part, e);
    }
  }

  /** Leaves it for another time, unless nothing has come. */
  @Override
  public void close() {
    try (channel) {
      if (channel.isOpen() && channel.size() == 0) {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw failure(part, e);
    }
  }

  private static StoreException failure(Path part, IOException e) {
    return new StoreException(
        part
            + ": cannot be written ("
            + DataException.reason(e)
            + "): check free space and permissions",
        e);
  }
}
