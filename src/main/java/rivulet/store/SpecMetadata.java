package rivulet.store;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import rivulet.flow.ConditionKind;
import rivulet.flow.ImageClasses;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.LayerKind;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.tensor.Activation;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/** A {@link ModelSpec} as metadata of a safetensors file. Options that are off leave no entry. */
final class SpecMetadata {
  private static final String CLASS_NAMES = "class_names";

  private SpecMetadata() {}

  static void write(ModelSpec spec, SortedMap<String, String> metadata) {
    WaveletPyramid pyramid = spec.pyramid();
    metadata.put("wavelet", pyramid.wavelet().id());
    metadata.put("channels", Integer.toString(pyramid.channels()));
    metadata.put("height", Integer.toString(pyramid.height()));
    metadata.put("width", Integer.toString(pyramid.width()));
    metadata.put("levels", Integer.toString(pyramid.levels()));
    metadata.put(
        "hidden", spec.hidden().stream().map(String::valueOf).collect(Collectors.joining(",")));
    metadata.put("blocks", Integer.toString(spec.blocks()));
    metadata.put("layer", spec.layer().label());
    metadata.put("activation", spec.activation().label());
    metadata.put("pre_transform", spec.preTransform().text());
    metadata.put("condition", spec.condition().id());
    if (!spec.pixelTransform().kinds().isEmpty()) {
      metadata.put("pixel_transform", spec.pixelTransform().text());
    }
    if (spec.residual()) {
      metadata.put("residual", "true");
    }
    if (spec.timeFeatures() > 0) {
      metadata.put("time_features", Integer.toString(spec.timeFeatures()));
    }
    if (spec.classes() > 0) {
      metadata.put("classes", Integer.toString(spec.classes()));
    }
    if (spec.imageClasses().named()) {
      metadata.put(CLASS_NAMES, new Gson().toJson(spec.imageClasses().names()));
    }
    metadata.put("logit_alpha", Double.toString(spec.preTransform().alpha()));
    metadata.put("cdf_knots", Integer.toString(spec.preTransform().knots()));
  }

  static ModelSpec read(Map<String, String> metadata) {
    WaveletPyramid pyramid =
        new WaveletPyramid(
            Wavelet.parse(text(metadata, "wavelet")),
            number(metadata, "channels"),
            number(metadata, "height"),
            number(metadata, "width"),
            number(metadata, "levels"));
    PreTransformRecipe recipe =
        PreTransformRecipe.parse(
            text(metadata, "pre_transform"),
            real(metadata, "logit_alpha"),
            number(metadata, "cdf_knots"));
    return new ModelSpec(
        pyramid,
        integers(text(metadata, "hidden")),
        number(metadata, "blocks"),
        LayerKind.named(text(metadata, "layer")),
        Activation.parse(text(metadata, "activation")),
        recipe,
        ConditionKind.parse(metadata.getOrDefault("condition", ConditionKind.RAW.id())),
        Boolean.parseBoolean(metadata.get("residual")),
        optional(metadata, "time_features"),
        classes(metadata),
        PreTransformRecipe.parse(
            metadata.getOrDefault("pixel_transform", "none"), recipe.alpha(), recipe.knots()));
  }

  private static ImageClasses classes(Map<String, String> metadata) {
    int count = optional(metadata, "classes");
    String names = metadata.get(CLASS_NAMES);
    if (names == null) {
      return ImageClasses.numbered(count);
    }
    try {
      return new ImageClasses(count, List.of(new Gson().fromJson(names, String[].class)));
    } catch (JsonParseException | NullPointerException e) {
      throw new StoreException(
          "metadata '" + CLASS_NAMES + "' is no list of names in JSON: " + names, e);
    }
  }

  private static int optional(Map<String, String> metadata, String key) {
    return metadata.containsKey(key) ? number(metadata, key) : 0;
  }

  private static List<Integer> integers(String text) {
    List<Integer> values = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String part : text.split(",", -1)) {
        values.add(Integer.parseInt(part.strip()));
      }
    }
    return values;
  }

  private static int number(Map<String, String> metadata, String key) {
    try {
      return Integer.parseInt(text(metadata, key));
    } catch (NumberFormatException e) {
      throw new StoreException(
          "metadata '" + key + "' is no whole number: " + text(metadata, key), e);
    }
  }

  private static double real(Map<String, String> metadata, String key) {
    try {
      return Double.parseDouble(text(metadata, key));
    } catch (NumberFormatException e) {
      throw new StoreException("metadata '" + key + "' is no number: " + text(metadata, key), e);
    }
  }

  private static String text(Map<String, String> metadata, String key) {
    String value = metadata.get(key);
    if (value == null) {
      throw new StoreException("metadata has no '" + key + "'");
    }
    return value;
  }
}
