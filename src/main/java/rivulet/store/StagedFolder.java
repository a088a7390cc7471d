package rivulet.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import rivulet.data.DataException;

/**
 * A folder whose files are made over a longer time and appear together at its end: they are written
 * to the folder {@code unfinished} in it and then moved, so that earlier ones stay whole until the
 * new are there. What an interruption leaves there can be gone on with.
 *
 * @param folder where the files are to stand
 * @param names of the files, in the order in which they are moved; other files of the folder are
 *     never touched
 */
public record StagedFolder(Path folder, List<String> names) {
  private static final String UNFINISHED = "unfinished";

  public StagedFolder {
    names = List.copyOf(names);
  }

  /** Where the files are written until they are whole; made by its user. */
  public Path unfinished() {
    return folder.resolve(UNFINISHED);
  }

  /** Whether anything but unfinished files is there. */
  public boolean holdsFiles() {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found.anyMatch(file ->
          !file.getFileName().toString().equals(UNFINISHED)
              && !file.getFileName().toString().equals(FolderLock.NAME));
    } catch (IOException e) {
      throw new StoreException(folder + ": cannot be read (" + DataException.reason(e) + ")", e);
    }
  }

  /**
   * Makes the folder and keeps other processes out of it.
   *
   * @throws StoreException if another one is at work there, or one of the files can be none
   */
  public FolderLock lock() {
    OutputFolder.create(folder);
    names.forEach(name -> AtomicFile.requireRegular(folder.resolve(name)));
    return FolderLock.take(folder);
  }

  /**
   * Moves all files to where they belong and removes earlier ones that were not made again.
   *
   * @throws StoreException if that fails; what is not moved yet stays unfinished
   */
  public void publish() {
    try {
      for (String name : names) {
        Path made = unfinished().resolve(name);
        if (Files.exists(made)) {
          AtomicFile.move(made, folder.resolve(name));
        } else {
          Files.deleteIfExists(folder.resolve(name));
        }
      }
      Files.delete(unfinished());
    } catch (IOException e) {
      throw new StoreException(
          folder + ": files cannot be moved there (" + DataException.reason(e) + ")", e);
    }
  }
}
