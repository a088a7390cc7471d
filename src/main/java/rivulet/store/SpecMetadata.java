package rivulet.store;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import rivulet.autodiff.ShapedField;
import rivulet.flow.ConditionKind;
import rivulet.flow.ImageClasses;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.LevelFields;
import rivulet.flow.network.Networks;
import rivulet.flow.network.OwnFields;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.tensor.Activation;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/** A {@link ModelSpec} as metadata of a safetensors file. Options that are off leave no entry. */
final class SpecMetadata {
  private static final String CLASS_NAMES = "class_names";
  private static final String FIELD = "field";

  private SpecMetadata() {}

  static void write(ModelSpec spec, SortedMap<String, String> metadata) {
    WaveletPyramid pyramid = spec.pyramid();
    metadata.put("wavelet", pyramid.wavelet().id());
    metadata.put("channels", Integer.toString(pyramid.channels()));
    metadata.put("height", Integer.toString(pyramid.height()));
    metadata.put("width", Integer.toString(pyramid.width()));
    metadata.put("levels", Integer.toString(pyramid.levels()));
    metadata.put("blocks", Integer.toString(spec.blocks()));
    switch (spec.fields()) {
      case Networks networks -> write(networks, metadata);
      case OwnFields own -> metadata.put(FIELD, own.shaped().name());
    }
    metadata.put("pre_transform", spec.preTransform().text());
    metadata.put("condition", spec.condition().id());
    if (!spec.pixelTransform().kinds().isEmpty()) {
      metadata.put("pixel_transform", spec.pixelTransform().text());
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

  private static void write(Networks networks, SortedMap<String, String> metadata) {
    metadata.put("hidden", networks.text());
    metadata.put("layer", networks.layer().label());
    metadata.put("activation", networks.activation().label());
    if (networks.residual()) {
      metadata.put("residual", "true");
    }
    if (networks.timeFeatures() > 0) {
      metadata.put("time_features", Integer.toString(networks.timeFeatures()));
    }
  }

  private static LevelFields fields(Map<String, String> metadata, List<ShapedField> own) {
    String name = metadata.get(FIELD);
    if (name == null) {
      return new Networks(
          Networks.widths(text(metadata, "hidden")),
          LayerKind.named(text(metadata, "layer")),
          Activation.parse(text(metadata, "activation")),
          Boolean.parseBoolean(metadata.get("residual")),
          optional(metadata, "time_features"));
    }
    return own.stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .map(OwnFields::new)
        .orElseThrow(() ->
            new StoreException(
                "the levels have a field of their own, '"
                    + name
                    + "', which is not among those that it was opened with "
                    + own.stream().map(ShapedField::name).toList()
                    + "; open the model with that field"));
  }

  /**
   * Reads the description of a model.
   *
   * @param own fields by users that it may name
   */
  static ModelSpec read(Map<String, String> metadata, List<ShapedField> own) {
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
        fields(metadata, own),
        number(metadata, "blocks"),
        recipe,
        ConditionKind.parse(metadata.getOrDefault("condition", ConditionKind.RAW.id())),
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
