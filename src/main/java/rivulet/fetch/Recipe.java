package rivulet.fetch;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import rivulet.data.ImageSet;
import rivulet.store.NpyImages;

/** How a set is made of files in Debian packages. */
interface Recipe {
  /** Packages that hold what it is made of. */
  List<String> packages();

  /** What it is, and under which licence, for people. */
  String about();

  /** SHA-256 of every file that it comes to, by name. */
  Map<String, String> results();

  /**
   * Makes the files.
   *
   * @param root where the packages are unpacked
   * @param folder where the files go
   * @throws rivulet.data.DataException if something in the packages is not what it should be
   */
  void make(Path root, Path folder);

  /** Writes the images from one place of an order to another. */
  static void write(ImageSet all, int[] order, int from, int to, Path file) {
    long[] chosen = Arrays.stream(order, from, to).asLongStream().toArray();
    new NpyImages(file).write(all.select(chosen), _ -> {});
  }
}
