package rivulet.data;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import rivulet.data.format.ByteReader;

/**
 * The pictures below a folder, by their path within it: the bytes of the names ({@link
 * FileNames#bytes}) with {@code /} between them, and so in the same order whatever the locale and
 * the operating system. Links to folders and files are followed.
 */
final class PictureFolder {
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".jpe", ".jfif");

  /** Pictures that are not read. Left out without a word, they would be missed. */
  private static final List<String> FOREIGN =
      List.of(".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".jp2", ".ppm", ".pgm");

  private final SortedMap<String, Path> found = new TreeMap<>();
  private final List<Path> above = new ArrayList<>();

  private PictureFolder() {}

  /**
   * Searches a folder.
   *
   * @throws DataException if a folder cannot be listed, a link leads nowhere or back to a folder
   *     that holds it, or a picture is of a kind that is not read
   */
  static SortedMap<String, Path> of(Path folder) {
    PictureFolder search = new PictureFolder();
    search.folder(folder, "");
    return search.found;
  }

  private void folder(Path folder, String prefix) {
    try {
      Path real = folder.toRealPath();
      if (above.contains(real)) {
        throw new DataException(
            folder + ": is a link back to " + real + ", which holds it: remove the link");
      }
      above.add(real);
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        entries.forEach(entry -> entry(entry, prefix));
      }
      above.removeLast();
    } catch (DirectoryIteratorException e) {
      throw ByteReader.failure(folder, e.getCause());
    } catch (IOException e) {
      throw ByteReader.failure(folder, e);
    }
  }

  private void entry(Path entry, String prefix) {
    String name = FileNames.bytes(entry);
    if (name.startsWith(".")) {
      return;
    }
    if (Files.isDirectory(entry)) {
      folder(entry, prefix + name + "/");
    } else if (FileNames.present(entry)) {
      file(entry, prefix + name);
    } else if (endsWith(ENDINGS, name)) {
      throw new DataException(entry + ": is no regular file: move it away");
    }
  }

  private void file(Path file, String path) {
    if (endsWith(FOREIGN, path)) {
      throw new DataException(
          file + ": PNG and JPEG pictures are read: convert it to PNG or move it away");
    }
    if (endsWith(ENDINGS, path)) {
      found.put(path, file);
    }
  }

  private static boolean endsWith(List<String> endings, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return endings.stream().anyMatch(lower::endsWith);
  }
}
