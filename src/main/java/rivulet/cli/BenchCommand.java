package rivulet.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rivulet.Backend;
import rivulet.check.BlockBench;
import rivulet.check.BlockTrial;
import rivulet.cli.option.BackendOption;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.SeedOption;
import rivulet.cli.option.SolverOption;
import rivulet.cli.option.ThreadsOption;
import rivulet.tensor.Shape;

/** Times one block on this machine. */
@Command(
    name = "bench",
    description = {
      "Time one block's evaluation, solve or gradient on this machine.",
      "Weights are random in every layer, states N(0, I); about five seconds of wall time."
    })
final class BenchCommand implements Callable<Integer> {
  private static final int MOST_IMAGES = 256;

  @Option(
      names = "--what",
      required = true,
      paramLabel = "WHAT",
      description = "One of evaluate, solve, gradient.")
  private BlockBench.What what;

  @Option(
      names = "--channels",
      paramLabel = "N",
      description = "Channels of the state (default: ${DEFAULT-VALUE}).")
  private int channels = 9;

  @Option(
      names = "--condition",
      paramLabel = "N",
      description = "Channels of the condition, 0 for none (default: ${DEFAULT-VALUE}).")
  private int condition = 3;

  @Option(
      names = "--size",
      paramLabel = "N|HxW",
      description = "Height and width (default: ${DEFAULT-VALUE}).")
  private String size = "16";

  @Option(
      names = "--hidden",
      split = ",",
      paramLabel = "N",
      description = "Hidden widths (default: 64,64,64).")
  private List<Integer> hidden = List.of(64, 64, 64);

  @Option(
      names = "--layer",
      paramLabel = "KIND",
      description = "concat or concatsquash (default: ${DEFAULT-VALUE}).")
  private String layer = "concat";

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      description = "softplus, tanh, elu or swish (default: ${DEFAULT-VALUE}).")
  private String activation = "softplus";

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Images of a worker's group (default: ${DEFAULT-VALUE}).")
  private int images = 4;

  @Mixin private SolverOption solver = new SolverOption("bosh3", 1e-3);
  @Mixin private ThreadsOption threads;
  @Mixin private BackendOption backend;

  // Weights and states come from one fixed seed, so that times of two machines compare.
  @SuppressWarnings("UnusedVariable") // checked by picocli, no result depends on it
  @Mixin
  private SeedOption seed;

  @Mixin private JsonOption json;
  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    if (images < 1 || images > MOST_IMAGES) {
      throw usage("--images must lie in 1.." + MOST_IMAGES + ", found " + images);
    }
    BlockTrial block = block();
    int workers = threads.workers();
    Backend asked = backend.backend();
    print(block.run(what, solver.options(), images, workers, asked), workers, asked);
    return CommandLine.ExitCode.OK;
  }

  private BlockTrial block() {
    try {
      String[] sides = size.split("x", -1);
      if (sides.length > 2) {
        throw new IllegalArgumentException("--size needs N or HxW, found '" + size + "'");
      }
      int height = Integer.parseInt(sides[0]);
      int width = Integer.parseInt(sides[sides.length - 1]);
      return BlockTrial.of(
          layer, activation, hidden, new Shape(channels, height, width), condition);
    } catch (NumberFormatException e) {
      throw usage("--size needs N or HxW, found '" + size + "'");
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private void print(BlockTrial.Report report, int workers, Backend asked) {
    BlockBench.Result result = report.result();
    String name = what.name().toLowerCase(Locale.ROOT);
    json.people()
        .printf(
            Locale.ROOT,
            "%s: %.3f ms per image, %.1f evaluations, %.1f GFLOP/s (direct FLOPs / time)%n",
            name,
            result.millisecondsPerImage(),
            result.evaluations(),
            result.gigaflops());
    json.people()
        .printf(
            Locale.ROOT,
            "%d threads of %d images, %d-bit vectors, tiles %s, %s; %.1f bytes of heap per image,"
                + " %d bytes of native memory%n",
            workers,
            images,
            report.vectorBits(),
            String.join(" ", report.tiles()),
            String.join(", ", report.algorithms()),
            result.heapBytes(),
            result.nativeBytes());
    if (!asked.isCpu()) {
      json.people()
          .printf(
              Locale.ROOT,
              "%s: %.1f KiB up and %.1f KiB down per image, %.1f KiB per image and evaluation%n",
              asked.name(),
              result.moved().up() / 1024,
              result.moved().down() / 1024,
              (result.moved().up() + result.moved().down()) / 1024 / result.evaluations());
    }
    json.print(object(name, report, workers, asked));
  }

  private JsonObject object(String name, BlockTrial.Report report, int workers, Backend asked) {
    BlockBench.Result result = report.result();
    JsonObject object = new JsonObject();
    object.addProperty("what", name);
    object.add("ms_per_image", JsonOption.number(result.millisecondsPerImage()));
    object.add("evaluations", JsonOption.number(result.evaluations()));
    object.add("gflops", JsonOption.number(result.gigaflops()));
    object.add("heap_bytes_per_image", JsonOption.number(result.heapBytes()));
    object.addProperty("native_bytes", result.nativeBytes());
    object.addProperty("species", report.vectorBits());
    JsonArray tiles = new JsonArray();
    report.tiles().forEach(tiles::add);
    object.add("tiles", tiles);
    object.addProperty("images", images);
    object.addProperty("threads", workers);
    JsonArray names = new JsonArray();
    report.algorithms().forEach(names::add);
    object.add("algorithms", names);
    if (!asked.isCpu()) {
      object.addProperty("backend", asked.name());
      object.addProperty("bytes_up_per_image", result.moved().up());
      object.addProperty("bytes_down_per_image", result.moved().down());
    }
    return object;
  }
}
