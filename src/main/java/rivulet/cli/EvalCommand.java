package rivulet.cli;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rivulet.Images;
import rivulet.Likelihood;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.check.codec.CodecBits;
import rivulet.cli.option.BackendOption;
import rivulet.cli.option.DataOption;
import rivulet.cli.option.DividedImages;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.LikelihoodOption;
import rivulet.cli.option.ModelOption;
import rivulet.cli.option.Section;
import rivulet.cli.option.SeedOption;
import rivulet.cli.option.SolverOption;
import rivulet.cli.option.ThreadsOption;
import rivulet.cli.option.Usage;
import rivulet.cli.output.OutputFiles;
import rivulet.cli.output.ProgressLine;
import rivulet.cli.output.TransferLine;
import rivulet.cli.picture.PixelBitFiles;
import rivulet.cli.table.ArrayFiles;
import rivulet.cli.table.CodecsText;
import rivulet.cli.table.EvalJson;
import rivulet.cli.table.EvalText;

/** Measures bits/dim. */
@Command(
    name = "eval",
    description = {
      "Measure bits/dim of images under a model, with standard error, per level and per image.",
      "An image keeps its noise by its index, whatever --offset and --limit select."
    })
final class EvalCommand implements Callable<Integer> {
  @Mixin private ModelOption model;
  @Mixin private DataOption data;

  @Section(Section.DATA)
  @Option(
      names = "--validation",
      paramLabel = "N",
      description = "Those that `train --validation N` held back, by --seed")
  private Optional<Long> validation = Optional.empty();

  @Mixin private SolverOption solver = new SolverOption("dopri5", 1e-5);
  @Mixin private LikelihoodOption likelihood;

  @Option(
      names = "--codecs",
      description = {
        "Also tell what PNG, and WebP and JPEG XL where `cwebp` and `cjxl` are installed, need for",
        "the first images without loss: a hundred as one mosaic, and a file for each."
      })
  private boolean codecs;

  @Mixin private ThreadsOption threads;
  @Mixin private BackendOption backend;
  @Mixin private SeedOption seed;
  @Mixin private JsonOption json;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    likelihood.maps().ifPresent(folder -> OutputFiles.require(folder, PixelBitFiles.NAMES));
    int workers = threads.workers();
    try (Model opened = model.open()) {
      likelihood.arrays().ifPresent(folder -> OutputFiles.require(folder, ArrayFiles.NAMES));
      Measuring asked = likelihood.measuring(opened, seed.value(), solver.options(), workers);
      Images images =
          Usage.checked(
              command,
              () -> {
                requireWholePixels(opened);
                return images(opened);
              });
      Measuring how = asked.withBackend(backend.backend());
      Likelihood found = measured(opened, images, how);
      new EvalText(json.people()).print(found, solver);
      likelihood.maps().ifPresent(folder -> new PixelBitFiles(folder, found, images).write());
      likelihood
          .arrays()
          .ifPresent(folder -> new ArrayFiles(folder, opened, images, asked).write(found));
      JsonObject result = EvalJson.of(found);
      if (likelihood.auditImages() > 0) {
        Likelihood.Audit audit =
            opened.audit(images.first(likelihood.auditImages()), asked, solver.finer());
        new EvalText(json.people()).print(audit);
        result.add("audit", EvalJson.of(audit));
      }
      if (codecs) {
        CodecsText text = codecs(images, found);
        text.print(json.people());
        text.addTo(result);
      }
      json.print(result);
    }
    return 0;
  }

  /** Codecs store what the model may not see. */
  private void requireWholePixels(Model opened) {
    int bits = opened.description().bits();
    if (codecs && bits < 8) {
      throw new IllegalArgumentException(
          "eval: codecs store pixels of 8 bits, the model is of " + bits + "; leave --codecs out");
    }
  }

  private Likelihood measured(Model opened, Images images, Measuring how) {
    PrintWriter err = command.commandLine().getErr();
    try (ProgressLine progress = new ProgressLine(err, "images")) {
      Likelihood found =
          opened.logLikelihood(
              images, how, (done, all) -> progress.updateShare(done, all, images.count()));
      progress.end();
      TransferLine.print(
          err, how.backend(), found.transfers(), found.evaluations() * found.images());
      return found;
    }
  }

  private CodecsText codecs(Images images, Likelihood found) {
    String searchPath = Objects.requireNonNullElse(System.getenv("PATH"), "");
    try (ProgressLine progress = new ProgressLine(command.commandLine().getErr(), "files")) {
      List<CodecBits> bits = CodecBits.of(images, searchPath, progress::update);
      progress.end();
      return new CodecsText(bits, CodecBits.measured(images.count()), found);
    }
  }

  /** The images asked for: of the test part, or held back from the training part. */
  private Images images(Model opened) {
    if (validation.isEmpty()) {
      return data.read(true);
    }
    if (validation.get() == 0) {
      throw new IllegalArgumentException("eval: --validation must be at least 1, found 0");
    }
    DividedImages divided = DividedImages.of(data.read(false), validation.get(), seed.value());
    divided.warn(opened.description().provenance(), command.commandLine().getErr());
    return divided.heldBack().orElseThrow();
  }
}
