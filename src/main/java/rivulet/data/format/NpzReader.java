package rivulet.data.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import rivulet.data.DataException;
import rivulet.data.FileNames;
import rivulet.data.ImageParts;
import rivulet.data.ImageSet;
import rivulet.data.Part;

/**
 * ImageNet32 and ImageNet64 (P. Chrabaszcz, I. Loshchilov, F. Hutter, arXiv 1707.08819) as NPZ: a
 * file, or the folder that holds {@code train_data_batch_1.npz} and so on and {@code val_data.npz}.
 * Labels of a thousand classes are more than a set can have, 256; they are left out.
 */
public final class NpzReader {
  private static final String TEST = "val_data.npz";

  private NpzReader() {}

  private static String batch(int number) {
    return "train_data_batch_" + number + ".npz";
  }

  /** Whether a folder holds such files of a part. */
  public static boolean holds(Path folder, Part part) {
    return FileNames.present(folder.resolve(part == Part.TRAIN ? batch(1) : TEST));
  }

  /** One file. */
  public static ImageSet read(Path file) {
    return read(file, FileNames.last(file), List.of(file));
  }

  /**
   * A part of a folder: its batches from 1 on.
   *
   * @throws DataException if one is missing between others
   */
  public static ImageSet readFolder(Path folder, Part part) {
    if (!holds(folder, part)) {
      throw new DataException(
          folder
              + ": "
              + (part == Part.TRAIN ? batch(1) : TEST)
              + " asked, the folder holds only the other part: fetch the missing files");
    }
    String name = FileNames.last(folder) + "/" + (part == Part.TRAIN ? "train" : "val");
    return read(folder, name, part == Part.TRAIN ? batches(folder) : List.of(folder.resolve(TEST)));
  }

  private static List<Path> batches(Path folder) {
    List<Path> files = new ArrayList<>();
    while (FileNames.present(folder.resolve(batch(files.size() + 1)))) {
      files.add(folder.resolve(batch(files.size() + 1)));
    }
    for (int later = files.size() + 2; later <= 10; later++) {
      if (FileNames.present(folder.resolve(batch(later)))) {
        throw new DataException(
            folder
                + ": "
                + batch(files.size() + 1)
                + " is missing, "
                + batch(later)
                + " is there: fetch the missing files");
      }
    }
    return files;
  }

  private static ImageSet read(Path source, String name, List<Path> files) {
    List<? extends ImageParts.Opener> parts =
        files.stream().map(file -> (ImageParts.Opener) () -> new NpzPart(file)).toList();
    return ImageParts.read(source.toString(), name, parts, List.of());
  }
}
