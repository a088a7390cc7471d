package rivulet.cli;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rivulet.cli.option.BackendOption;
import rivulet.cli.option.DataOption;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.LikelihoodOption;
import rivulet.cli.option.ModelOption;
import rivulet.cli.option.Section;
import rivulet.cli.option.SeedOption;
import rivulet.cli.option.SolverOption;
import rivulet.cli.option.ThreadsOption;
import rivulet.cli.option.Usage;
import rivulet.cli.output.EvalJson;
import rivulet.cli.output.EvalText;
import rivulet.cli.output.OutputFiles;
import rivulet.cli.output.Progress;
import rivulet.cli.output.TransferLine;
import rivulet.cli.picture.PixelBitFiles;
import rivulet.data.ImageSet;
import rivulet.data.Part;
import rivulet.flow.FlowModel;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.Divergence;
import rivulet.measure.Audit;
import rivulet.measure.Evaluation;
import rivulet.measure.EvaluationOptions;
import rivulet.measure.ImageFit;
import rivulet.store.StoredModel;
import rivulet.tensor.backend.Offloading;
import rivulet.tensor.backend.OpenBackend;

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
  @Mixin private ThreadsOption threads;
  @Mixin private BackendOption backend;
  @Mixin private SeedOption seed;
  @Mixin private JsonOption json;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    likelihood.maps().ifPresent(folder -> OutputFiles.require(folder, PixelBitFiles.NAMES));
    int workers = threads.workers();
    StoredModel stored = model.stored();
    FlowModel flowModel = stored.complete();
    Divergence divergence = likelihood.divergence(flowModel.spec());
    EvaluationOptions options =
        likelihood.options(seed.value(), solver.options(), divergence, stored);
    ImageSet images = Usage.checked(command, () -> images(stored));
    ImageFit.require("eval", flowModel.spec(), images);
    Offloading offloading = backend.offloading();
    int group = offloading.group(Evaluation.GROUP, Math.toIntExact(images.count()));
    Evaluation evaluation;
    try (Progress progress = new Progress(command.commandLine().getErr(), "images");
        OpenBackend opened = offloading.open();
        MultiResolutionFlow flow =
            new MultiResolutionFlow(flowModel, divergence, false, opened.tuning())) {
      Evaluation.Workers shared = new Evaluation.Workers(workers, group);
      evaluation =
          Evaluation.of(
              flow,
              images,
              options,
              shared,
              (done, all) -> progress.updateShare(done, all, images.count()));
      progress.end();
      TransferLine.print(
          command.commandLine().getErr(), opened, evaluation.evaluations() * evaluation.images());
    }
    print(json.people(), evaluation, solver);
    likelihood.maps().ifPresent(folder -> new PixelBitFiles(folder, evaluation, images).write());
    JsonObject result = EvalJson.of(evaluation);
    if (likelihood.auditImages() > 0) {
      audit(flowModel, images, divergence, options, result);
    }
    json.print(result);
    return 0;
  }

  /** The images asked for: of the test part, or held back from the training part. */
  private ImageSet images(StoredModel stored) {
    if (validation.isEmpty()) {
      return data.read(Part.TEST);
    }
    if (validation.get() == 0) {
      throw new IllegalArgumentException("eval: --validation must be at least 1, found 0");
    }
    DividedImages divided = DividedImages.of(data.read(Part.TRAIN), validation.get(), seed.value());
    divided.warn(stored, command.commandLine().getErr());
    return divided.heldBack().orElseThrow();
  }

  private void audit(
      FlowModel flowModel,
      ImageSet images,
      Divergence divergence,
      EvaluationOptions options,
      JsonObject result) {
    ImageSet sample = images.slice(0, Math.min(likelihood.auditImages(), images.count()));
    Audit audit =
        Audit.of(flowModel, sample, divergence, options, solver.finer(), threads.workers());
    new EvalText(json.people()).print(audit);
    result.add("audit", EvalJson.of(audit));
  }

  /** The waterfall from 8 bits down, which adds up to the result. */
  static void print(PrintWriter out, Evaluation e, SolverOption solver) {
    new EvalText(out).print(e, solver);
  }
}
