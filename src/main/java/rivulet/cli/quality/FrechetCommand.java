package rivulet.cli.quality;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import rivulet.check.quality.FeatureDistances;
import rivulet.check.quality.KernelDistance;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.ThreadsOption;

/** Distances between features that somebody else has computed. */
@Command(
    name = "frechet",
    description = {
      "Squared Fréchet distance (FID, of Inception features) and kernel distance (KID)",
      "between features of samples and features of images, computed by a network of",
      "your own: NPY of float32 or float64, a row for each image. The floor is the",
      "same between the two halves of the reference."
    })
public final class FrechetCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "SAMPLES", description = "Features of samples, N x D.")
  private Path samples;

  @Parameters(index = "1", paramLabel = "REFERENCE", description = "Features of images, M x D.")
  private Path reference;

  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    FeatureDistances found = FeatureDistances.of(samples, reference, threads.workers());
    say("%d rows to %d of %d features", found.rows(), found.referenceRows(), found.features());
    say("%-16s %12s   %12s", "", "samples", "floor");
    say(
        "%-16s %12.6g   %12s",
        "Fréchet, squared",
        found.frechet(),
        found.frechetFloor().isPresent()
            ? String.format(Locale.ROOT, "%.6g", found.frechetFloor().getAsDouble())
            : "none");
    say("%-16s %12.4e   %12.4e", "MMD²", found.kernel().squared(), found.kernelFloor().squared());
    say(
        "%-16s %12.1e   %12.1e",
        "  ± its error", found.kernel().standardError(), found.kernelFloor().standardError());
    say(
        found.frechetFloor().isEmpty()
            ? "no floor of the Fréchet distance: half of the reference has too few rows for it"
            : "the floor is of halves: of fewer rows the Fréchet distance is larger");
    json.print(json(found));
    return 0;
  }

  private void say(String format, Object... values) {
    json.people().printf(Locale.ROOT, format + "%n", values);
  }

  private static JsonObject json(FeatureDistances found) {
    JsonObject result = new JsonObject();
    result.addProperty("rows", found.rows());
    result.addProperty("reference_rows", found.referenceRows());
    result.addProperty("features", found.features());
    result.addProperty("frechet_squared", found.frechet());
    if (found.frechetFloor().isPresent()) {
      result.addProperty("frechet_squared_floor", found.frechetFloor().getAsDouble());
    } else {
      result.add("frechet_squared_floor", JsonNull.INSTANCE);
    }
    add(result, "mmd_squared", found.kernel());
    add(result, "mmd_squared_floor", found.kernelFloor());
    return result;
  }

  private static void add(JsonObject to, String name, KernelDistance distance) {
    to.addProperty(name, distance.squared());
    to.addProperty(name + "_standard_error", distance.standardError());
  }
}
