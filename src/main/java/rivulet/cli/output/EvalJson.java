package rivulet.cli.output;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.OptionalDouble;
import rivulet.cli.option.JsonOption;
import rivulet.fault.LikelihoodFault;
import rivulet.measure.Audit;
import rivulet.measure.Evaluation;
import rivulet.measure.LevelBits;
import rivulet.measure.StandardErrors;

/** An evaluation for programs. */
public final class EvalJson {
  private EvalJson() {}

  public static JsonObject of(Evaluation e) {
    JsonObject result = new JsonObject();
    result.addProperty("bits_per_dim", e.bitsPerDim());
    result.add("standard_error", JsonOption.number(e.standardError()));
    result.add("standard_errors", errors(e.standardErrors()));
    result.addProperty("divergence", e.divergence().text());
    result.addProperty("draws", e.options().draws());
    result.addProperty("importance_samples", e.options().importance());
    result.addProperty("one_sample_bits_per_dim", e.oneSampleBitsPerDim());
    LikelihoodFault fault = LikelihoodFault.of(e.options().practice());
    if (fault != LikelihoodFault.NONE) {
      result.addProperty("likelihood_fault", fault.label());
    }
    result.addProperty("dequantisation_share", e.dequantisationShare());
    if (!e.spec().pixelTransform().kinds().isEmpty()) {
      result.addProperty("pixel_transform_share", e.pixelTransformShare());
    }
    result.addProperty("no_flow_bits_per_dim", e.noFlowBitsPerDim());
    result.add("levels", levels(e));
    result.addProperty("evaluations", e.evaluations());
    result.addProperty("images", e.images());
    JsonArray perImage = new JsonArray();
    for (double bits : e.perImage()) {
      perImage.add(bits);
    }
    result.add("per_image", perImage);
    return result;
  }

  private static JsonObject errors(StandardErrors errors) {
    JsonObject result = new JsonObject();
    result.add("images", JsonOption.number(errors.images()));
    result.add("draws", optional(errors.draws()));
    result.add("probes", optional(errors.probes()));
    return result;
  }

  private static JsonElement optional(OptionalDouble value) {
    return value.isPresent() ? new JsonPrimitive(value.getAsDouble()) : JsonNull.INSTANCE;
  }

  private static JsonArray levels(Evaluation e) {
    JsonArray levels = new JsonArray();
    for (int level = 0; level < e.spec().levels(); level++) {
      JsonObject entry = new JsonObject();
      entry.addProperty("level", level);
      entry.addProperty("bits_per_dim", e.levelBitsPerDim(level));
      entry.addProperty("pre_transform_share", e.preTransformShare(level));
      entry.addProperty("flow_share", e.flowShare(level));
      LevelBits bits = e.levelBits(level);
      entry.addProperty("pre_transform_bits", bits.preTransform());
      entry.addProperty("log_det_bits", bits.logDet());
      entry.addProperty("base_bits", bits.base());
      entry.addProperty("evaluations", e.evaluations(level));
      levels.add(entry);
    }
    return levels;
  }

  public static JsonObject of(Audit audit) {
    JsonObject result = new JsonObject();
    result.addProperty("images", audit.images());
    result.addProperty("bits_per_dim", audit.bitsPerDim());
    for (Audit.Rerun rerun : audit.reruns()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("bits_per_dim", rerun.bitsPerDim());
      entry.addProperty("moved", rerun.moved());
      entry.addProperty("largest", rerun.largest());
      result.add(rerun.name().replace(" / ", "_over_").replace(' ', '_'), entry);
    }
    JsonObject back = new JsonObject();
    back.addProperty("largest_grey_values", audit.reconstruction().largest());
    back.addProperty("root_mean_square", audit.reconstruction().rootMeanSquare());
    result.add("reconstruction", back);
    return result;
  }
}
