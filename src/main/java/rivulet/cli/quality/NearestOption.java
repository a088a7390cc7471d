package rivulet.cli.quality;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import rivulet.Images;
import rivulet.cli.option.DataOption;
import rivulet.cli.output.OutputFiles;

/** {@code --nearest DIR}: samples beside the training images that are nearest to them. */
public final class NearestOption {
  @Option(
      names = "--nearest",
      paramLabel = "DIR",
      description =
          "Also look up the nearest training images of each sample and of the images: "
              + "nearest.csv, and nearest.png of the first row's first samples, each beside its"
              + " five nearest.")
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = "--training",
      paramLabel = "FILE|DIR",
      description =
          "The training images (default: the training part of --data, a folder with two parts).")
  private Optional<Path> training = Optional.empty();

  /**
   * The folder, which can be written to, if it was asked for.
   *
   * @param files of it
   */
  public Optional<Path> folder(List<String> files) {
    folder.ifPresent(path -> OutputFiles.require(path, files));
    if (folder.isEmpty() && training.isPresent()) {
      throw new IllegalArgumentException(
          "distance: --training names images for --nearest DIR, which is missing: give both");
    }
    return folder;
  }

  /** The training images. */
  public Images images(DataOption data) {
    return training
        .map(Images::read)
        .or(data::trainingPart)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "distance: --nearest needs the training images, --data has no training part:"
                    + " give --training"));
  }
}
