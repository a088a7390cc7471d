package rivulet.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import rivulet.Images;

/** Images that a model knows, images that it does not, and a part to take means from. */
@Section(Section.DATA)
public final class OutsideOption {
  private static final Pattern ALTERED =
      Pattern.compile("(shuffle|constant|noise|contrast)(:.*)?", Pattern.DOTALL);

  @Option(
      names = "--in",
      required = true,
      paramLabel = "FILE|DIR",
      description = "Images like those trained on; of a folder with two parts the test part")
  private Path inside;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE|DIR|HOW",
      description = {
        "Images unlike them, or what to make of those inside: shuffle:pixels,",
        "shuffle:patches:SIDE, constant, noise, contrast:FACTOR"
      })
  private String outside;

  @Option(
      names = "--reference",
      paramLabel = "FILE|DIR",
      description = {
        "Images like those inside, for typicality (default: the training part of --in, if it is a",
        "folder with two parts)"
      })
  private Optional<Path> reference = Optional.empty();

  @Option(names = "--limit", paramLabel = "N", description = "At most N images of each")
  private int limit = Integer.MAX_VALUE;

  /** Those inside. */
  public Images inside() {
    if (limit < 1) {
      throw new IllegalArgumentException("ood: --limit must be at least 1, found " + limit);
    }
    return Images.readTest(inside).first(limit);
  }

  /**
   * Those outside.
   *
   * @param known those inside, of which they may be made
   */
  public Images outside(Images known, long seed) {
    Path path = Path.of(outside);
    return Files.notExists(path) && ALTERED.matcher(outside).matches()
        ? known.altered(outside, seed)
        : Images.readTest(path).first(limit);
  }

  /**
   * Those to take means from, if there are any.
   *
   * @param most images of them
   */
  public Optional<Images> reference(int most) {
    return reference
        .map(Images::read)
        .or(() -> Images.trainingPart(inside))
        .map(images -> images.first(most));
  }
}
