package rivulet.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import rivulet.data.DataException;

/** The one door for folders that several files are written to; made with their parents. */
public final class OutputFolder {
  private OutputFolder() {}

  /**
   * Makes the folder if it is missing.
   *
   * @throws StoreException if it cannot be made or written to
   */
  public static void create(Path folder) {
    require(folder);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StoreException(
          folder + ": cannot be made a folder (" + DataException.reason(e) + "): give another name",
          e);
    }
  }

  /**
   * Looks whether the folder is there or can be made, before the work whose results it is to hold.
   *
   * @throws StoreException if it is something else, or nothing may be created in it or in the
   *     nearest folder above it that is there
   */
  public static void require(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      throw new StoreException(
          folder
              + ": cannot be made a folder, "
              + there
              + " is "
              + (Files.exists(there) ? "none" : "a symbolic link that leads nowhere")
              + ": give another name");
    }
    if (!Files.isWritable(there)) {
      throw new StoreException(
          folder
              + ": cannot be written to, nothing may be created in folder "
              + there
              + ": change its permissions or give another name");
    }
  }
}
