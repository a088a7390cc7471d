package rivulet.cli.table;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.OptionalDouble;
import rivulet.Likelihood;
import rivulet.cli.option.JsonOption;

/** An evaluation for programs. */
public final class EvalJson {
  private EvalJson() {}

  public static JsonObject of(Likelihood e) {
    JsonObject result = new JsonObject();
    result.addProperty("bits_per_dim", e.bitsPerDim());
    result.add("standard_error", JsonOption.number(e.standardError()));
    result.add("standard_errors", errors(e.standardErrors()));
    result.addProperty("divergence", e.divergence());
    result.addProperty("draws", e.how().draws());
    result.addProperty("importance_samples", e.how().importance());
    result.addProperty("one_sample_bits_per_dim", e.oneSampleBitsPerDim());
    if (e.how().isFault()) {
      result.addProperty("likelihood_fault", e.how().fault());
    }
    result.addProperty("dequantisation_share", e.dequantisationShare());
    e.pixelTransformShare().ifPresent(share -> result.addProperty("pixel_transform_share", share));
    result.addProperty("no_flow_bits_per_dim", e.noFlowBitsPerDim());
    result.add("levels", levels(e));
    result.addProperty("evaluations", e.evaluations());
    result.addProperty("images", e.images());
    JsonArray perImage = new JsonArray();
    for (double bits : e.bitsPerDimByImage()) {
      perImage.add(bits);
    }
    result.add("per_image", perImage);
    return result;
  }

  private static JsonObject errors(Likelihood.Errors errors) {
    JsonObject result = new JsonObject();
    result.add("images", JsonOption.number(errors.images()));
    result.add("draws", optional(errors.draws()));
    result.add("probes", optional(errors.probes()));
    return result;
  }

  private static JsonElement optional(OptionalDouble value) {
    return value.isPresent() ? new JsonPrimitive(value.getAsDouble()) : JsonNull.INSTANCE;
  }

  private static JsonArray levels(Likelihood e) {
    JsonArray levels = new JsonArray();
    for (int level = 0; level < e.levels(); level++) {
      JsonObject entry = new JsonObject();
      entry.addProperty("level", level);
      Likelihood.Level bits = e.level(level);
      entry.addProperty("bits_per_dim", bits.bitsPerDim());
      entry.addProperty("pre_transform_share", bits.preTransformShare());
      entry.addProperty("flow_share", bits.flowShare());
      entry.addProperty("pre_transform_bits", bits.preTransform());
      entry.addProperty("log_det_bits", bits.logDet());
      entry.addProperty("base_bits", bits.base());
      entry.addProperty("evaluations", bits.evaluations());
      levels.add(entry);
    }
    return levels;
  }

  public static JsonObject of(Likelihood.Audit audit) {
    JsonObject result = new JsonObject();
    result.addProperty("images", audit.images());
    result.addProperty("bits_per_dim", audit.bitsPerDim());
    for (Likelihood.Rerun rerun : audit.reruns()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("bits_per_dim", rerun.bitsPerDim());
      entry.addProperty("moved", rerun.moved());
      entry.addProperty("largest", rerun.largest());
      result.add(rerun.name().replace(" / ", "_over_").replace(' ', '_'), entry);
    }
    JsonObject back = new JsonObject();
    back.addProperty("largest_grey_values", audit.largestGrey());
    back.addProperty("root_mean_square", audit.rootMeanSquareGrey());
    result.add("reconstruction", back);
    return result;
  }
}
