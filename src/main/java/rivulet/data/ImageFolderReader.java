package rivulet.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Folders of PNG and JPEG pictures of one size, searched recursively and sorted by their path
 * within the folder (compared as text with {@code /} between names, whatever the operating system).
 *
 * <p>Where every picture lies in a subfolder and there are 2 to 256 of them, each is a class: the
 * first in the order of names is 0.
 *
 * <p>Files called {@code .png}, {@code .jpg} or {@code .jpeg} are taken, others and hidden ones
 * left alone. The set has one channel if every file stores grey, else three, grey files then
 * repeating their values. An alpha channel is dropped where it is opaque everywhere and refused
 * elsewhere: which background to blend with is not for a reader to decide. Pictures of 16 bits are
 * refused. JPEG decoding may differ in the last bit between versions of Java; {@link
 * ImageSet#sha256} tells.
 */
public final class ImageFolderReader {
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");

  private static final int MOST_CLASSES = 256;

  private ImageFolderReader() {}

  /**
   * Reads every picture of a folder.
   *
   * @throws DataException if there is none, if sizes differ (naming the first that does), or if one
   *     cannot be decoded
   */
  public static ImageSet read(Path folder) {
    List<Path> files = pictures(folder);
    if (files.isEmpty()) {
      throw new DataException(
          folder + ": no PNG or JPEG file in this folder: give a folder or file that holds images");
    }
    return readAll(folder.toString(), FileNames.last(folder), files, labels(folder, files));
  }

  /**
   * One class per subfolder, in order of their names, where every picture lies in one of two up.
   */
  private static byte[] labels(Path folder, List<Path> files) {
    List<Path> relative = files.stream().map(folder::relativize).toList();
    List<String> classes =
        relative.stream().map(path -> portable(path.getName(0))).distinct().sorted().toList();
    boolean sorted = relative.stream().allMatch(path -> path.getNameCount() > 1);
    if (!sorted || classes.size() < 2 || classes.size() > MOST_CLASSES) {
      return new byte[0];
    }
    byte[] labels = new byte[files.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) classes.indexOf(portable(relative.get(i).getName(0)));
    }
    return labels;
  }

  /** A single picture: a set of one image. */
  static ImageSet readOne(Path file) {
    return readAll(file.toString(), FileNames.last(file), List.of(file), new byte[0]);
  }

  private static ImageSet readAll(String source, String name, List<Path> files, byte[] labels) {
    PictureDecoder.Header first = new PictureDecoder(files.getFirst()).header();
    boolean grey = first.grey();
    for (Path file : files.subList(1, files.size())) {
      PictureDecoder.Header next = new PictureDecoder(file).header();
      if (next.height() != first.height() || next.width() != first.width()) {
        throw oddSize(files.getFirst(), first, file, next);
      }
      grey &= next.grey();
    }
    ImageShape shape = first.shape(files.getFirst().toString(), grey ? 1 : 3);
    PackedImages.Builder images = new PackedImages.Builder(source, name, shape, files.size());
    byte[] planar = new byte[shape.bytes()];
    for (Path file : files) {
      new PictureDecoder(file).decode(shape.channels(), planar);
      images.add(planar);
    }
    return images.build(labels);
  }

  private static DataException oddSize(
      Path first, PictureDecoder.Header size, Path odd, PictureDecoder.Header oddSize) {
    return new DataException(
        odd
            + ": is "
            + oddSize.size()
            + " (rows x columns), "
            + first
            + " is "
            + size.size()
            + ": images of a set have one size, crop or resize it or move it away");
  }

  private static List<Path> pictures(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> isPicture(folder.relativize(file)) && Files.isRegularFile(file))
          .sorted(Comparator.comparing(file -> portable(folder.relativize(file))))
          .toList();
    } catch (IOException e) {
      throw ByteReader.failure(folder, e);
    } catch (UncheckedIOException e) {
      throw ByteReader.failure(folder, e.getCause());
    }
  }

  private static boolean isPicture(Path relative) {
    String name = relative.toString().toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith) && !portable(relative).matches("(.*/)?\\..*");
  }

  private static String portable(Path relative) {
    return relative.toString().replace('\\', '/');
  }
}
