package rivulet.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import rivulet.Images;

/** {@code --data} and which of its images. */
@Section(Section.DATA)
public final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "FILE|DIR",
      description = "IDX, NPY, NPZ, CIFAR, a folder of PNG, JPEG or IDX")
  private Path path;

  @Option(
      names = "--offset",
      paramLabel = "K",
      description = "Leave out the first K images (default: ${DEFAULT-VALUE})")
  private long offset;

  @Option(names = "--limit", paramLabel = "N", description = "Use at most N images (default: all)")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = "--layout",
      completionCandidates = Values.Layouts.class,
      converter = Values.Layouts.class,
      paramLabel = "LAYOUT",
      description = "Axes of NPY, IDX: ${COMPLETION-CANDIDATES}")
  private String layout = "AUTO";

  /** Whether images were named. */
  public boolean given() {
    return path != null;
  }

  /** All of the training part of a folder with two parts. */
  public Optional<Images> trainingPart() {
    return Images.trainingPart(path);
  }

  /**
   * Reads the images.
   *
   * @param test whether the test part is meant of a folder with two parts
   */
  public Images read(boolean test) {
    if (offset < 0 || limit < 1) {
      throw new IllegalArgumentException(
          offset < 0
              ? "data: --offset must be at least 0, found " + offset
              : "data: --limit must be at least 1, found " + limit);
    }
    if (path == null) {
      throw new IllegalArgumentException("Missing required option: '--data=FILE|DIR'");
    }
    Images all = Images.read(path, test, layout);
    if (offset >= all.count()) {
      throw new IllegalArgumentException(
          "data: --offset " + offset + " leaves nothing of " + all.count() + " images in " + path);
    }
    return all.slice((int) offset, (int) Math.min(limit, all.count() - offset));
  }
}
