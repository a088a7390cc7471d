package rivulet.cli.output;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.ModelSpec;
import rivulet.measure.Decoding;
import rivulet.points.PointModel;
import rivulet.points.PointNetwork;
import rivulet.points.StoredPoints;
import rivulet.store.SafetensorsFile;
import rivulet.store.StoredModel;
import rivulet.store.TensorEntry;
import rivulet.tensor.Extent;

/** What {@code info} says about each kind of file, as JSON. */
public final class FileInfo {
  private FileInfo() {}

  public static JsonObject model(Path file, StoredModel model) {
    ModelSpec spec = model.spec();
    JsonObject result = start(file, "model");
    result.addProperty("image", Decoding.shape(spec, 0));
    result.addProperty("wavelet", spec.pyramid().wavelet().id());
    result.addProperty("levels", spec.levels());
    result.add("levels_present", array(model.levels().keySet()));
    result.addProperty("complete", model.levels().size() == spec.levels());
    result.addProperty("blocks", spec.blocks());
    result.add("hidden", array(spec.hidden()));
    result.addProperty("layer", spec.layer().label());
    result.addProperty("activation", spec.activation().label());
    result.addProperty("residual", spec.residual());
    result.addProperty("time_features", spec.timeFeatures());
    result.addProperty("classes", spec.classes());
    addNames(spec.imageClasses().names(), result);
    result.addProperty("dequantisation", model.dequantisation().kind().id());
    result.addProperty("pixel_transform", spec.pixelTransform().text());
    result.addProperty("pre_transform", spec.preTransform().text());
    result.addProperty("parameters", spec.parameters());
    JsonArray perLevel = new JsonArray();
    for (int level = 0; level < spec.levels(); level++) {
      perLevel.add(
          spec.blocks()
              * spec.network(level).parameters().values().stream()
                  .mapToLong(Extent::elements)
                  .sum());
    }
    result.add("parameters_per_level", perLevel);
    JsonObject provenance = new JsonObject();
    model.provenance().forEach(provenance::addProperty);
    result.add("provenance", provenance);
    return result;
  }

  public static JsonObject points(Path file, StoredPoints stored) {
    PointModel model = stored.model();
    JsonObject result = start(file, "model of points");
    JsonArray columns = new JsonArray();
    model.columns().names().forEach(columns::add);
    result.add("columns", columns);
    result.add("mean", array(model.standard().mean()));
    result.add("deviation", array(model.standard().deviation()));
    if (model.shape() instanceof PointNetwork network) {
      result.add("hidden", array(network.hidden()));
      result.addProperty("layer", network.layer().label());
      result.addProperty("activation", network.activation().label());
    }
    result.addProperty(
        "parameters", model.weights().values().stream().mapToLong(values -> values.length).sum());
    JsonObject provenance = new JsonObject();
    stored.provenance().forEach(provenance::addProperty);
    result.add("provenance", provenance);
    return result;
  }

  public static JsonObject tensors(SafetensorsFile file) {
    JsonObject result = start(file.path(), "safetensors");
    JsonObject metadata = new JsonObject();
    file.metadata().forEach(metadata::addProperty);
    JsonObject tensors = new JsonObject();
    for (String name : file.names()) {
      TensorEntry entry = file.entry(name);
      JsonArray shape = new JsonArray();
      for (long side : entry.shape()) {
        shape.add(side);
      }
      JsonObject description = new JsonObject();
      description.addProperty("type", entry.type().name());
      description.add("shape", shape);
      tensors.add(name, description);
    }
    result.addProperty("tensor_count", file.names().size());
    result.add("metadata", metadata);
    result.add("tensors", tensors);
    return result;
  }

  public static JsonObject images(Path path, ImageSet images) {
    JsonObject result = start(path, "images");
    result.addProperty("images", images.count());
    result.addProperty("channels", images.channels());
    result.addProperty("height", images.height());
    result.addProperty("width", images.width());
    boolean labelled = images.label(0).isPresent();
    result.addProperty("labelled", labelled);
    if (labelled) {
      result.addProperty("classes", ImageLabels.of(images).classes());
    }
    addNames(images.classNames(), result);
    long turned = LongStream.range(0, images.count()).filter(images::turned).count();
    if (turned > 0) {
      result.addProperty("turned_by_exif", turned);
    }
    result.addProperty("content_sha256", images.sha256());
    return result;
  }

  private static void addNames(List<String> classes, JsonObject to) {
    if (!classes.isEmpty()) {
      JsonArray names = new JsonArray();
      classes.forEach(names::add);
      to.add("class_names", names);
    }
  }

  private static JsonObject start(Path path, String kind) {
    JsonObject result = new JsonObject();
    result.addProperty("path", path.toString());
    result.addProperty("kind", kind);
    return result;
  }

  private static JsonArray array(double[] values) {
    JsonArray array = new JsonArray();
    for (double value : values) {
      array.add(value);
    }
    return array;
  }

  private static JsonArray array(Iterable<Integer> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }
}
