package baselines;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.Part;
import rivulet.data.ReadOptions;
import rivulet.data.Split;

/** Which images are trained on, and which are measured. */
final class DataOptions {
  @Option(names = "--data", required = true, description = "Training images, as train takes them")
  private Path data;

  @Option(names = "--test", description = "Images to be measured, as eval takes them")
  private Optional<Path> test = Optional.empty();

  @Option(names = "--limit", description = "Measures the first N of them (default: 500)")
  private long limit = 500;

  @Option(
      names = "--validation",
      description = "Measures N training images held back, by train's choice, in place of --test")
  private long validation;

  /**
   * Images in two parts.
   *
   * @param training to be trained on
   * @param measured others
   */
  record Parts(ImageSet training, ImageSet measured) {}

  /**
   * Reads them.
   *
   * @param seed that chooses what is held back
   */
  Parts read(long seed) {
    ImageSet all = ImageSets.open(data);
    if (validation > 0) {
      Split split = Split.of(all, validation, seed);
      return new Parts(all.select(split.train()), all.select(split.validation()));
    }
    Path path =
        test.orElseThrow(() ->
            new IllegalArgumentException(
                "baselines: what to measure is not said; give --test or --validation"));
    ImageSet others = ImageSets.open(path, ReadOptions.defaults().withPart(Part.TEST));
    return new Parts(all, others.slice(0, Math.min(limit, others.count())));
  }
}
