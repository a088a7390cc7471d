package rivulet.data.format;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import rivulet.data.FileNames;
import rivulet.data.Part;

/**
 * Names of MNIST's files and its relatives: {@code X-images-idx3-ubyte} and {@code
 * X-labels-idx1-ubyte}, in some packages with a dot before {@code idx}, plain or {@code .gz}.
 */
public final class IdxNames {
  private static final Pattern IMAGES =
      Pattern.compile("(.*)-images([-.])idx[34]-ubyte(\\.gz)?", Pattern.DOTALL);
  private static final String DASH = "-";
  private static final String DOT = ".";
  private static final String GZIP = ".gz";

  private IdxNames() {}

  /** The images file of a folder in the MNIST manner, if it has one for this part. */
  public static Optional<Path> images(Path folder, Part part) {
    return Stream.of(DASH, DOT)
        .flatMap(mark -> packings(part.prefix() + "-images" + mark + "idx3-ubyte", false))
        .map(folder::resolve)
        .filter(FileNames::present)
        .findFirst();
  }

  /** The labels beside a file of images that has such a name, spelled and packed as it is first. */
  static Optional<Path> labels(Path images) {
    Matcher name = IMAGES.matcher(FileNames.last(images));
    if (!name.matches()) {
      return Optional.empty();
    }
    List<String> marks = name.group(2).equals(DASH) ? List.of(DASH, DOT) : List.of(DOT, DASH);
    Path folder = images.toAbsolutePath().getParent();
    return marks.stream()
        .flatMap(mark ->
            packings(name.group(1) + "-labels" + mark + "idx1-ubyte", name.group(3) != null))
        .map(folder::resolve)
        .filter(FileNames::present)
        .findFirst();
  }

  private static Stream<String> packings(String name, boolean packedFirst) {
    return packedFirst ? Stream.of(name + GZIP, name) : Stream.of(name, name + GZIP);
  }
}
