package rivulet.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Labels beside an NPY file of images: one number from 0 to 255 per image, of any whole-number
 * type, in {@code NAME-labels.npy} beside {@code NAME.npy}, or where NAME contains {@code images},
 * in the file with {@code labels} in its place; plain or gzip.
 */
final class NpyLabels {
  private static final List<String> ENDINGS = List.of(".npy", ".npy.gz");
  private static final String IMAGES = "images";
  private static final Set<Character> SIGNS = Set.of('i', 'u');
  private static final int MOST = 255;

  private NpyLabels() {}

  /** The labels of {@code count} images, or none if there is no such file. */
  static byte[] beside(Path images, long count) {
    return find(images).map(file -> read(file, count)).orElseGet(() -> new byte[0]);
  }

  private static Optional<Path> find(Path images) {
    String name = FileNames.last(images);
    String stem = name.replaceFirst("(\\.npy)?(\\.gz)?$", "");
    Path folder = images.toAbsolutePath().getParent();
    Stream<String> stems =
        stem.contains(IMAGES)
            ? Stream.of(stem + "-labels", stem.replace(IMAGES, "labels"))
            : Stream.of(stem + "-labels");
    return stems
        .flatMap(wanted -> ENDINGS.stream().map(ending -> folder.resolve(wanted + ending)))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static byte[] read(Path file, long count) {
    try (ByteReader in = ByteReader.open(file)) {
      NpyHeader header = NpyHeader.read(in);
      if (!header.shape().equals(List.of(count))) {
        throw new DataException(
            file
                + ": one label for each of "
                + count
                + " images expected, array has shape "
                + header.shape()
                + ": save the labels of these images or move this file away");
      }
      int width = width(file, header);
      byte[] labels = new byte[Math.toIntExact(count)];
      byte[] number = new byte[width];
      boolean big = header.type().charAt(0) == '>';
      for (int i = 0; i < labels.length; i++) {
        if (in.read(number, width) < width) {
          throw new DataException(
              file + ": header says " + count + " labels, file holds " + i + ": fetch it again");
        }
        labels[i] = (byte) label(file, number, big, i);
      }
      if (!in.atEnd()) {
        throw new DataException(
            file + ": header says " + count + " labels, file holds more: fetch it again");
      }
      return labels;
    }
  }

  private static int width(Path file, NpyHeader header) {
    String type = header.type();
    boolean whole = type.length() >= 2 && SIGNS.contains(type.charAt(type.length() - 2));
    int width = whole ? type.charAt(type.length() - 1) - '0' : 0;
    if (width != 1 && width != 2 && width != 4 && width != 8) {
      throw new DataException(
          file + ": labels must be whole numbers, array is " + type + ": save them as uint8");
    }
    return width;
  }

  private static int label(Path file, byte[] number, boolean big, int index) {
    long value = 0;
    for (int i = 0; i < number.length; i++) {
      int place = big ? i : number.length - 1 - i;
      value = value << 8 | Byte.toUnsignedLong(number[place]);
    }
    if (value < 0 || value > MOST) {
      throw new DataException(
          file + ": label " + index + " must be 0 to " + MOST + ", found " + value);
    }
    return (int) value;
  }
}
