package rivulet.points;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import rivulet.autodiff.TracedField;
import rivulet.flow.network.LayerKind;
import rivulet.points.table.Columns;
import rivulet.store.ModelFile;
import rivulet.store.SafetensorsFile;
import rivulet.store.SafetensorsWriter;
import rivulet.store.StoreException;
import rivulet.tensor.Activation;
import rivulet.tensor.Extent;

/**
 * Files of models of points: safetensors with {@code standard.mean} and {@code standard.deviation}
 * in float64, one per column, and the network's weights in float32 under the names of {@link
 * rivulet.flow.network.NetworkSpec}. Metadata say columns (a JSON list), whether the data named
 * them, widths, layer, activation and, as {@code train.…}, where the model comes from. The same
 * model gives the same bytes.
 */
public final class PointModelFile {
  /** Value of the metadata entry {@code format}. */
  public static final String FORMAT = "rivulet-points-1";

  private static final String MEAN = "standard.mean";
  private static final String DEVIATION = "standard.deviation";
  private static final String FIELD = "field";
  private static final String TRAIN = "train.";
  private static final Gson JSON = new Gson();

  private PointModelFile() {}

  /** Writes a model, whole or not at all. */
  public static void write(Path file, StoredPoints stored) {
    PointModel model = stored.model();
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.metadata("format", FORMAT);
    writer.metadata("numerics", ModelFile.NUMERICS);
    writer.metadata("columns", JSON.toJson(model.columns().names()));
    writer.metadata("named", Boolean.toString(model.columns().named()));
    describe(model.shape(), writer);
    stored.provenance().forEach((key, value) -> writer.metadata(TRAIN + key, value));
    long[] columns = {model.columns().count()};
    writer.doubles(MEAN, columns, model.standard().mean());
    writer.doubles(DEVIATION, columns, model.standard().deviation());
    Map<String, Extent> extents = model.shape().field(1).parameters();
    model
        .weights()
        .forEach((name, values) ->
            writer.floats(name, ModelFile.shape(name, extents.get(name)), values));
    writer.write(file);
  }

  private static void describe(PointShape shape, SafetensorsWriter writer) {
    switch (shape) {
      case PointNetwork network -> {
        writer.metadata(
            "hidden",
            network.hidden().stream().map(String::valueOf).collect(Collectors.joining(",")));
        writer.metadata("layer", network.layer().label());
        writer.metadata("activation", network.activation().label());
      }
      case PointField own -> writer.metadata(FIELD, own.label());
    }
  }

  /**
   * Reads a model file.
   *
   * @throws StoreException if it is damaged or no model of points
   */
  public static StoredPoints read(Path file) {
    return read(file, PointModelFile::network);
  }

  /**
   * Reads the model file of a vector field that is not the published network.
   *
   * @throws StoreException if it is damaged, no model of points or one of another field
   */
  public static StoredPoints read(Path file, TracedField field) {
    PointField own = new PointField(field);
    return read(file, metadata -> own(metadata, own));
  }

  private static StoredPoints read(Path file, Function<Map<String, String>, PointShape> shape) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      if (!FORMAT.equals(tensors.metadata().get("format"))) {
        throw new StoreException(
            file
                + ": is no model of points; give the model.safetensors that play wrote into `out`");
      }
      ModelFile.requireNumerics(file, tensors.metadata());
      try {
        return read(tensors, shape.apply(tensors.metadata()));
      } catch (IllegalArgumentException | StoreException e) {
        throw new StoreException(file + ": " + e.getMessage(), e);
      }
    }
  }

  private static StoredPoints read(SafetensorsFile tensors, PointShape shape) {
    SortedMap<String, String> metadata = tensors.metadata();
    Columns columns =
        new Columns(
            names(text(metadata, "columns")), Boolean.parseBoolean(text(metadata, "named")));
    Standardisation standard =
        new Standardisation(columns, tensors.doubles(MEAN), tensors.doubles(DEVIATION));
    SortedMap<String, float[]> weights = new TreeMap<>();
    shape
        .field(1)
        .parameters()
        .forEach((name, extent) -> weights.put(name, ModelFile.weights(tensors, name, extent)));
    SortedMap<String, String> provenance = new TreeMap<>();
    metadata.tailMap(TRAIN).entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(TRAIN))
        .forEach(
            entry -> provenance.put(entry.getKey().substring(TRAIN.length()), entry.getValue()));
    return new StoredPoints(new PointModel(shape, standard, weights), provenance);
  }

  private static PointShape network(Map<String, String> metadata) {
    if (metadata.containsKey(FIELD)) {
      throw new StoreException(
          "is a model of a vector field of its own, which a file cannot hold; open it from Java"
              + " with that field");
    }
    return new PointNetwork(
        names(text(metadata, "columns")).size(),
        hidden(text(metadata, "hidden")),
        LayerKind.named(text(metadata, "layer")),
        Activation.parse(text(metadata, "activation")));
  }

  private static PointShape own(Map<String, String> metadata, PointField own) {
    if (!own.label().equals(metadata.get(FIELD))) {
      throw new StoreException(
          "is a model of another vector field than the one given: "
              + metadata.getOrDefault(FIELD, "the published network"));
    }
    return own;
  }

  private static List<Integer> hidden(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
  }

  private static List<String> names(String json) {
    try {
      return List.of(JSON.fromJson(json, String[].class));
    } catch (JsonParseException | NullPointerException e) {
      throw new StoreException("metadata 'columns' is no JSON list of names: " + json, e);
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
