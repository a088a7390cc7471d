package rivulet.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rivulet.data.Dequantisation;
import rivulet.data.DequantisationKind;
import rivulet.data.ImageSet;
import rivulet.data.Part;
import rivulet.flow.FlowModel;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.ProbeKind;
import rivulet.store.StoreException;
import rivulet.store.StoredModel;
import rivulet.tensor.Tuning;
import rivulet.train.Evaluation;

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
  @Mixin private SolverOption solver = new SolverOption("dopri5", 1e-5);

  @Option(
      names = "--dequantisation",
      paramLabel = "NAME",
      description = "Noise of the pixels: the model's own or uniform (default: the model's own).")
  private Optional<String> dequantisation = Optional.empty();

  @Mixin private ThreadsOption threads;
  @Mixin private SeedOption seed;
  @Mixin private JsonOption json;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    int workers = threads.workers();
    StoredModel stored = model.stored();
    FlowModel flowModel = stored.complete();
    Dequantisation noise = Usage.checked(command, () -> noise(stored.dequantisation()));
    ImageSet images = Usage.checked(command, () -> data.read(Part.TEST));
    requireFit(flowModel.spec(), images);
    try (MultiResolutionFlow flow = new MultiResolutionFlow(flowModel, 1, false, Tuning.DEFAULT)) {
      Evaluation evaluation =
          Evaluation.of(
              flow,
              images,
              noise,
              seed.value(),
              solver.options(),
              ProbeKind.RADEMACHER,
              workers,
              (done, all) -> {});
      print(json.people(), evaluation, solver);
      json.print(object(evaluation));
    }
    return 0;
  }

  private Dequantisation noise(Dequantisation own) {
    DequantisationKind kind = dequantisation.map(DequantisationKind::parse).orElse(own.kind());
    if (kind == own.kind()) {
      return own;
    }
    if (kind == DequantisationKind.UNIFORM) {
      return Dequantisation.UNIFORM;
    }
    throw new IllegalArgumentException(
        "eval: the model was trained with "
            + own.kind().id()
            + " noise and holds no "
            + kind.id()
            + "; leave --dequantisation out or ask for uniform");
  }

  static void requireFit(ModelSpec spec, ImageSet images) {
    boolean fits =
        images.channels() == spec.pyramid().channels()
            && images.height() == spec.pyramid().height()
            && images.width() == spec.pyramid().width();
    if (!fits) {
      throw new StoreException(
          String.format(
              Locale.ROOT,
              "eval: the model is for images of %dx%dx%d, the data holds %dx%dx%d",
              spec.pyramid().channels(),
              spec.pyramid().height(),
              spec.pyramid().width(),
              images.channels(),
              images.height(),
              images.width()));
    }
  }

  /** The waterfall from 8 bits down, which adds up to the result. */
  static void print(PrintWriter out, Evaluation e, SolverOption solver) {
    out.printf(
        Locale.ROOT,
        "bits/dim %.4f%s on %d images (%s, tolerance %s, %.1f evaluations per image)%n",
        e.bitsPerDim(),
        e.images() < 2 ? "" : String.format(Locale.ROOT, " ± %.4f", e.standardError()),
        e.images(),
        solver.method(),
        solver.tolerance(),
        e.evaluations());
    out.printf(Locale.ROOT, "  %-28s %9.4f%n", "uniform pixels", (double) ModelSpec.BITS);
    if (e.dequantisationShare() != 0) {
      out.printf(Locale.ROOT, "  %-28s %+9.4f%n", "dequantisation", e.dequantisationShare());
    }
    for (int level = 0; level < e.spec().levels(); level++) {
      String name = "level " + level + " pre-transform";
      out.printf(Locale.ROOT, "  %-28s %+9.4f%n", name, e.preTransformShare(level));
    }
    out.printf(Locale.ROOT, "  %-28s %9.4f%n", "without flow", e.noFlowBitsPerDim());
    for (int level = 0; level < e.spec().levels(); level++) {
      out.printf(
          Locale.ROOT,
          "  %-28s %+9.4f   %.1f evaluations%n",
          "level " + level + " flow",
          e.flowShare(level),
          e.evaluations(level));
    }
    out.printf(Locale.ROOT, "  %-28s %9.4f%n", "bits/dim", e.bitsPerDim());
    out.flush();
  }

  static JsonObject object(Evaluation e) {
    JsonObject result = new JsonObject();
    result.addProperty("bits_per_dim", e.bitsPerDim());
    result.add("standard_error", JsonOption.number(e.standardError()));
    result.addProperty("dequantisation_share", e.dequantisationShare());
    result.addProperty("no_flow_bits_per_dim", e.noFlowBitsPerDim());
    JsonArray levels = new JsonArray();
    for (int level = 0; level < e.spec().levels(); level++) {
      JsonObject entry = new JsonObject();
      entry.addProperty("level", level);
      entry.addProperty("bits_per_dim", e.levelBitsPerDim(level));
      entry.addProperty("pre_transform_share", e.preTransformShare(level));
      entry.addProperty("flow_share", e.flowShare(level));
      entry.addProperty("evaluations", e.evaluations(level));
      levels.add(entry);
    }
    result.add("levels", levels);
    result.addProperty("evaluations", e.evaluations());
    result.addProperty("images", e.images());
    JsonArray perImage = new JsonArray();
    for (double bits : e.perImage()) {
      perImage.add(bits);
    }
    result.add("per_image", perImage);
    return result;
  }
}
