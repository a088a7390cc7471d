package rivulet.data.format;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import rivulet.data.DataException;
import rivulet.data.FileNames;

/**
 * Labels beside an NPY file of images: one number from 0 to 255 per image, of any whole-number
 * type, in {@code NAME-labels.npy} beside {@code NAME.npy}, or where NAME contains {@code images},
 * in the file with {@code labels} in its place; plain or gzip.
 */
final class NpyLabels {
  private static final List<String> ENDINGS = List.of(".npy", ".npy.gz", ".NPY");
  private static final String IMAGES = "images";
  private static final Pattern WHOLE_NUMBERS = Pattern.compile("[<>|=]?([iu])([1248])");
  private static final BigInteger MOST = BigInteger.valueOf(255);

  private NpyLabels() {}

  /** The labels of {@code count} images, or none if there is no such file. */
  static byte[] beside(Path images, long count) {
    return find(images).map(file -> read(file, count)).orElseGet(() -> new byte[0]);
  }

  private static Optional<Path> find(Path images) {
    String name = FileNames.last(images);
    String stem = name.replaceFirst("(?i)(\\.npy)?(\\.gz)?$", "");
    Path folder = images.toAbsolutePath().getParent();
    Stream<String> stems =
        stem.contains(IMAGES)
            ? Stream.of(stem + "-labels", stem.replace(IMAGES, "labels"))
            : Stream.of(stem + "-labels");
    return stems
        .flatMap(wanted -> ENDINGS.stream().map(ending -> folder.resolve(wanted + ending)))
        .filter(FileNames::present)
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
      Matcher type = type(file, header);
      boolean signed = type.group(1).equals("i");
      int width = Integer.parseInt(type.group(2));
      byte[] labels = new byte[Math.toIntExact(count)];
      byte[] number = new byte[width];
      boolean big = header.type().startsWith(">");
      for (int i = 0; i < labels.length; i++) {
        if (in.read(number, width) < width) {
          throw new DataException(
              file + ": header says " + count + " labels, file holds " + i + ": fetch it again");
        }
        labels[i] = (byte) label(file, number, big, signed, i);
      }
      if (!in.atEnd()) {
        throw new DataException(
            file + ": header says " + count + " labels, file holds more: fetch it again");
      }
      return labels;
    }
  }

  private static Matcher type(Path file, NpyHeader header) {
    Matcher type = WHOLE_NUMBERS.matcher(header.type());
    if (!type.matches()) {
      throw new DataException(
          file
              + ": labels must be whole numbers, array is "
              + header.type()
              + ": save them as uint8");
    }
    return type;
  }

  private static int label(Path file, byte[] number, boolean big, boolean signed, int index) {
    byte[] magnitude = number.clone();
    for (int i = 0; i < number.length && !big; i++) {
      magnitude[i] = number[number.length - 1 - i];
    }
    BigInteger value = signed ? new BigInteger(magnitude) : new BigInteger(1, magnitude);
    if (value.signum() < 0 || value.compareTo(MOST) > 0) {
      throw new DataException(
          file + ": label " + index + " must be 0 to " + MOST + ", found " + value);
    }
    return value.intValue();
  }
}
