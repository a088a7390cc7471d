package rivulet.cli.option;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.NpyLayout;
import rivulet.data.Part;
import rivulet.data.ReadOptions;

/** {@code --data} and which of its images. */
@Section(Section.DATA)
public final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "FILE|DIR",
      description = "IDX, NPY, a folder of PNG or JPEG, or of IDX parts")
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
      paramLabel = "LAYOUT",
      description = "Axes of NPY: ${COMPLETION-CANDIDATES}")
  private NpyLayout layout = NpyLayout.AUTO;

  /** Reads the images; of a folder with two parts, the given one. */
  public ImageSet read(Part part) {
    if (offset < 0 || limit < 1) {
      throw new IllegalArgumentException(
          offset < 0
              ? "data: --offset must be at least 0, found " + offset
              : "data: --limit must be at least 1, found " + limit);
    }
    if (path == null) {
      throw new IllegalArgumentException("Missing required option: '--data=FILE|DIR'");
    }
    ImageSet all = ImageSets.open(path, ReadOptions.defaults().withPart(part).withLayout(layout));
    if (offset >= all.count()) {
      throw new IllegalArgumentException(
          "data: --offset " + offset + " leaves nothing of " + all.count() + " images in " + path);
    }
    return all.slice(offset, Math.min(limit, all.count() - offset));
  }
}
