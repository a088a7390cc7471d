package rivulet.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rivulet.Backend;
import rivulet.check.BackendCheck;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.ThreadsOption;
import rivulet.cli.option.Usage;

/** Holds a GPU against the CPU. */
@Command(
    name = "gpu-check",
    description = {
      "Check a GPU against the CPU on the convolutions of the usual networks: right results, time",
      "per size, bytes moved, and the size from which on it pays. Takes about a minute.",
      "Exit code 1 if a result differs by more than rounding explains."
    })
public final class GpuCheckCommand implements Callable<Integer> {
  private static final int MOST_IMAGES = 256;
  private static final int MOST_PIXELS = 512;

  /** Of one measurement. */
  private static final double SECONDS = 0.4;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "cuda or openblas (default: ${DEFAULT-VALUE}).")
  private String backend = "cuda";

  @Option(
      names = "--images",
      paramLabel = "N",
      description =
          "Images of a group, as many as --group in training (default: ${DEFAULT-VALUE}).")
  private int images = 50;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "N",
      description = "Heights and widths to measure (default: 4,8,16,32).")
  private List<Integer> sizes = List.of(4, 8, 16, 32);

  @Option(
      names = "--tf32",
      description = "Let the device round factors to 10 bits of mantissa; results then differ.")
  private boolean tf32;

  @Mixin private ThreadsOption threads;
  @Mixin private JsonOption json;
  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    if (images < 1 || images > MOST_IMAGES) {
      throw new ParameterException(
          command.commandLine(), "--images must lie in 1.." + MOST_IMAGES + ", found " + images);
    }
    if (sizes.stream().anyMatch(size -> size < 1 || size > MOST_PIXELS)) {
      throw new ParameterException(
          command.commandLine(), "--sizes must lie in 1.." + MOST_PIXELS + ", found " + sizes);
    }
    int workers = threads.workers();
    Backend asked = Usage.checked(command, () -> new Backend(backend, 0, 0, tf32));
    if (asked.isCpu()) {
      throw new ParameterException(
          command.commandLine(), "--backend must be cuda or openblas, found cpu");
    }
    return BackendCheck.with(asked, opened -> check(opened, workers));
  }

  private int check(BackendCheck.Opened opened, int workers) {
    json.people().println(opened.name() + ": " + opened.device());
    json.people()
        .printf(
            "%d images per group; cpu: %d threads, one measured and divided%n", images, workers);
    json.people()
        .printf(
            "%-18s %9s %6s %9s %11s %7s %10s %8s%n",
            "convolution",
            "MFLOP",
            "/float",
            "cpu ms",
            opened.name() + " ms",
            "gain",
            "KiB moved",
            "error/u");
    List<BackendCheck.Row> rows =
        opened.run(new BackendCheck.Setting(sizes, images, workers, SECONDS), this::print);
    Optional<BackendCheck.Size> least = BackendCheck.breakEven(rows);
    boolean agrees = rows.stream().allMatch(BackendCheck.Row::agrees);
    json.people().println(verdict(opened, least, agrees));
    json.print(object(opened, rows, least, agrees, workers));
    return agrees ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void print(BackendCheck.Row row) {
    json.people()
        .printf(
            Locale.ROOT,
            "%-18s %9.2f %6d %9.3f %11.3f %7.2f %10.1f %8.1f%s%n",
            name(row),
            row.flops() * 1e-6,
            row.intensity(),
            row.cpuMilliseconds(),
            row.milliseconds(),
            row.cpuMilliseconds() / row.milliseconds(),
            (row.bytesUp() + row.bytesDown()) / 1024.0,
            row.error(),
            row.agrees() ? "" : "  DIFFERS");
    json.people().flush();
  }

  private static String name(BackendCheck.Row row) {
    return row.kernel().inputs()
        + " to "
        + row.kernel().outputs()
        + ", "
        + row.image().height()
        + "x"
        + row.image().width();
  }

  private static String verdict(
      BackendCheck.Opened opened, Optional<BackendCheck.Size> least, boolean agrees) {
    if (!agrees) {
      return opened.name()
          + " differs from the cpu by more than "
          + (int) BackendCheck.LARGEST_ERROR
          + " roundings: do not use it, and please report these lines";
    }
    return least.isPresent()
        ? "pays from here on: --backend "
            + opened.name()
            + " --offload-from "
            + least.get().flops()
            + " --offload-intensity "
            + least.get().intensity()
        : "does not pay at any size measured: stay with --backend cpu";
  }

  private JsonObject object(
      BackendCheck.Opened opened,
      List<BackendCheck.Row> rows,
      Optional<BackendCheck.Size> least,
      boolean agrees,
      int workers) {
    JsonObject result = new JsonObject();
    result.addProperty("backend", opened.name());
    result.addProperty("device", opened.device());
    result.addProperty("images", images);
    result.addProperty("threads", workers);
    JsonArray entries = new JsonArray();
    for (BackendCheck.Row row : rows) {
      JsonObject entry = new JsonObject();
      entry.addProperty("convolution", name(row));
      entry.addProperty("flops", row.flops());
      entry.addProperty("intensity", row.intensity());
      entry.addProperty("cpu_ms", row.cpuMilliseconds());
      entry.addProperty("ms", row.milliseconds());
      entry.addProperty("bytes_up", row.bytesUp());
      entry.addProperty("bytes_down", row.bytesDown());
      entry.add("error_u", JsonOption.number(row.error()));
      entries.add(entry);
    }
    result.add("sizes", entries);
    least.ifPresent(threshold -> {
      result.addProperty("offload_from", threshold.flops());
      result.addProperty("offload_intensity", threshold.intensity());
    });
    result.addProperty("agrees", agrees);
    return result;
  }
}
