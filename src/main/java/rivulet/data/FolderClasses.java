package rivulet.data;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * Classes by subfolder: where every picture lies in one, and there are 2 to 256 of them, each is a
 * class, the first in the order of the bytes of their names is 0.
 *
 * @param labels one for each picture in their order; none: no classes
 * @param names by label
 */
record FolderClasses(byte[] labels, List<String> names) {
  /** No classes. */
  static final FolderClasses NONE = new FolderClasses(new byte[0], List.of());

  private static final int MOST = 256;

  /**
   * The classes of a folder.
   *
   * @param pictures paths within it, as {@link PictureFolder} gives them
   * @throws DataException if the name of a class is no UTF-8
   */
  static FolderClasses of(Path folder, Collection<String> pictures) {
    boolean sorted = pictures.stream().allMatch(path -> path.indexOf('/') >= 0);
    List<String> classes =
        sorted
            ? pictures.stream().map(FolderClasses::first).distinct().sorted().toList()
            : List.of();
    if (classes.size() < 2 || classes.size() > MOST) {
      return NONE;
    }
    byte[] labels = new byte[pictures.size()];
    int i = 0;
    for (String path : pictures) {
      labels[i++] = (byte) classes.indexOf(first(path));
    }
    return new FolderClasses(
        labels, classes.stream().map(name -> FileNames.text(folder, name)).toList());
  }

  private static String first(String path) {
    return path.substring(0, path.indexOf('/'));
  }
}
