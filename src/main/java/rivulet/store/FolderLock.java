package rivulet.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import rivulet.data.DataException;

/**
 * One writer in a folder at a time: a lock of the kernel on a file {@code lock} there, which names
 * its process and machine. It ends with the process however that ends, so a file that a killed
 * process or another machine left is no lock. A clean end removes the file. Where the file system
 * knows no locks the folder stays unguarded.
 */
public final class FolderLock implements AutoCloseable {
  static final String NAME = "lock";

  /** Far behind the text, which stays readable where locks are binding (Windows). */
  private static final long LOCKED_BYTE = 1L << 30;

  private static final int MOST_BYTES = 512;

  /**
   * Folders of this process. A process must open a locked file once only: with the first of several
   * channels that it closes, the kernel drops its lock.
   */
  private static final Set<Object> OWN = ConcurrentHashMap.newKeySet();

  private final Object key;
  private final Path file;
  private boolean closed;
  private Optional<FileChannel> locked = Optional.empty();

  /** Of the same file by its name; stays open, see {@link #OWN}. */
  private Optional<FileChannel> named = Optional.empty();

  private FolderLock(Object key, Path file) {
    this.key = key;
    this.file = file;
  }

  /**
   * Takes the lock of a folder that is there.
   *
   * @throws StoreException if another process, or another run of this one, holds it; the message
   *     names the process
   */
  public static FolderLock take(Path folder) {
    Path file = folder.resolve(NAME);
    AtomicFile.requireRegular(file);
    try {
      Object key = key(folder);
      if (!OWN.add(key)) {
        throw taken(folder, "another run of this process, " + owner());
      }
      FolderLock lock = new FolderLock(key, file);
      boolean held = false;
      try {
        while (!lock.tried(folder)) {
          lock.closeChannels();
        }
        held = true;
        return lock;
      } finally {
        if (!held) {
          lock.closeChannels();
          OWN.remove(key);
        }
      }
    } catch (IOException e) {
      throw new StoreException(
          file
              + ": cannot be written ("
              + DataException.reason(e)
              + "): check free space and permissions",
          e);
    }
  }

  private static Object key(Path folder) throws IOException {
    Object inode = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    return Objects.requireNonNullElse(inode, folder.toRealPath());
  }

  private static StoreException taken(Path folder, String by) {
    return new StoreException(
        folder + ": is being written by " + by + ": wait for its end or choose another folder");
  }

  private static String owner() {
    return "process " + ProcessHandle.current().pid() + " on " + HostName.get();
  }

  /**
   * One attempt.
   *
   * @return whether the lock is held; false if its file was removed meanwhile by a process that
   *     ended, so that others may hold one on a new file
   */
  private boolean tried(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    locked = Optional.of(channel);
    Optional<FileLock> lock;
    try {
      lock = Optional.ofNullable(channel.tryLock(LOCKED_BYTE, 1, false));
    } catch (IOException e) {
      return true; // a file system without locks
    }
    if (lock.isEmpty()) {
      throw taken(folder, holder(channel));
    }
    String text = owner() + "\n" + UUID.randomUUID() + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    return hasName(text);
  }

  /** Whether the locked file is still the one that others find by its name. */
  private boolean hasName(String text) throws IOException {
    try {
      FileChannel found = FileChannel.open(file, StandardOpenOption.READ);
      named = Optional.of(found);
      return text.equals(text(found));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    String line = text(channel).lines().findFirst().orElse("");
    return line.isBlank() ? "another process" : line;
  }

  private static String text(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
    int more = 0;
    while (bytes.hasRemaining() && more >= 0) {
      more = channel.read(bytes, bytes.position());
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  private void closeChannels() {
    List<FileChannel> open = Stream.of(named, locked).flatMap(Optional::stream).toList();
    named = Optional.empty();
    locked = Optional.empty();
    for (FileChannel channel : open) {
      try {
        channel.close();
      } catch (IOException e) {
        // Only what its text says could be lost, and that is read no more.
      }
    }
  }

  /** Removes the file and lets others in; a second call leaves their lock alone. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      Files.deleteIfExists(file); // while it is held: nobody else's can stand there
    } catch (IOException e) {
      closeChannels(); // a file that stays is no lock
      OWN.remove(key);
      return;
    }
    closeChannels();
    OWN.remove(key);
  }
}
