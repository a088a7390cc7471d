package rivulet.store;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import rivulet.data.DataException;

/** What the path of an output names, found out before anything is written. */
sealed interface OutputTarget {
  /** A regular file, or nothing yet; no symbolic link. It is replaced as a whole. */
  record Plain(Path file, boolean present) implements OutputTarget {}

  /** A FIFO or a character device, also by way of a symbolic link. It is written into. */
  record Stream(Path path) implements OutputTarget {}

  /**
   * Follows symbolic links to the end, whether there is something or not, and looks at what stands
   * there.
   *
   * @throws StoreException if nothing can be written there: the folder is missing or read-only, it
   *     is a folder, a socket or a block device, links lead in a circle, or the file is read-only
   */
  public static OutputTarget of(Path file) {
    try {
      return of(file, Files.readAttributes(file, BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      return missing(file);
    } catch (IOException e) {
      requireFolder(file, file);
      throw new StoreException(
          file + ": cannot be written (" + DataException.reason(e) + "): give another name", e);
    }
  }

  private static OutputTarget of(Path file, BasicFileAttributes found) throws IOException {
    if (found.isDirectory()) {
      throw new StoreException(file + ": is a folder, a file is to be written: give another name");
    }
    FileType type = found.isRegularFile() ? FileType.REGULAR : FileType.of(file);
    if (!type.writable()) {
      throw new StoreException(
          file + ": is " + type.text() + ", a file is to be written: give another name");
    }
    requireWritable(file, type);
    if (type != FileType.REGULAR) {
      return new Stream(file);
    }
    Path real = file.toRealPath();
    requireFolder(file, real);
    return new Plain(real, true);
  }

  /** The end of a chain of links to nothing: there a new file comes to stand, as for the shell. */
  private static OutputTarget missing(Path file) {
    Path end = file;
    try {
      requireFolder(file, end);
      for (int links = 0; Files.isSymbolicLink(end); links++) {
        if (links == 40) {
          throw new FileSystemLoopException(file.toString());
        }
        end = end.toAbsolutePath().getParent().toRealPath().resolve(Files.readSymbolicLink(end));
        requireFolder(file, end);
      }
    } catch (IOException e) {
      throw new StoreException(
          file + ": is a symbolic link that leads nowhere (" + e.getMessage() + "): remove it", e);
    }
    return new Plain(end, false);
  }

  private static void requireFolder(Path asked, Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      String what = folder != null && Files.exists(folder) ? " is no folder" : " does not exist";
      throw new StoreException(
          asked
              + ": cannot be written, folder "
              + folder
              + what
              + (what.startsWith(" is") ? ": give another name" : ": create it first"));
    }
    if (!Files.isWritable(folder)) {
      throw new StoreException(
          asked
              + ": cannot be written, nothing may be created in folder "
              + folder
              + ": change its permissions or give another name");
    }
  }

  /**
   * The superuser may write to a file that nobody has a right to write to; here it may not, since
   * whoever took those rights away meant to keep the file.
   */
  private static void requireWritable(Path file, FileType type) throws IOException {
    boolean nobody =
        type == FileType.REGULAR
            && Files.getFileStore(file).supportsFileAttributeView("posix")
            && Collections.disjoint(Files.getPosixFilePermissions(file), writeRights());
    if (nobody || !Files.isWritable(file)) {
      throw new StoreException(
          file + ": is read-only: give another name, or `chmod u+w` it if it is to be replaced");
    }
  }

  private static Set<PosixFilePermission> writeRights() {
    return EnumSet.of(
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.OTHERS_WRITE);
  }
}
