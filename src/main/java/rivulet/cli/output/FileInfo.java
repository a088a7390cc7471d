package rivulet.cli.output;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import rivulet.Description;
import rivulet.Images;
import rivulet.Model;
import rivulet.PointFlow;
import rivulet.Run;
import rivulet.cli.option.BundledModels;
import rivulet.store.SafetensorsFile;
import rivulet.store.StoreException;
import rivulet.store.TensorEntry;

/** What {@code info} says about each kind of file, as JSON. */
public final class FileInfo {
  /** A safetensors file starts with the 8 bytes of its header's length and the header's brace. */
  private static final int BRACE_AT = 8;

  private FileInfo() {}

  /**
   * What a file or folder holds, whatever it is.
   *
   * @param path of a file, a folder of a run or of images, or the name of a bundled model
   */
  public static JsonObject of(Path path) {
    Path file = BundledModels.named(path).orElse(path);
    if (Run.is(file)) {
      return run(file);
    }
    if (Files.exists(Run.modelFile(file))) {
      file = Run.modelFile(file);
    }
    if (Files.isDirectory(file)) {
      return images(file, Images.read(file));
    }
    JsonObject found = isSafetensors(file) ? tensors(file) : images(file, Images.read(file));
    found.addProperty("file_sha256", Images.sha256(file));
    return found;
  }

  /** A run: how far it is, and the model of its updates so far if there is one. */
  private static JsonObject run(Path folder) {
    JsonObject run = RunReport.read(folder).json();
    Path model = Run.modelFile(folder);
    JsonObject found = Files.exists(model) ? tensors(model) : new JsonObject();
    found.add("run", run);
    return found;
  }

  private static boolean isSafetensors(Path file) {
    if (file.toString().endsWith(".safetensors") || Files.notExists(file)) {
      return true;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(BRACE_AT + 1);
      return start.length == BRACE_AT + 1 && start[BRACE_AT] == '{';
    } catch (IOException e) {
      throw new StoreException(file + ": cannot be read (" + e + ")", e);
    }
  }

  private static JsonObject tensors(Path file) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      String format = tensors.metadata().getOrDefault("format", "");
      return switch (format) {
        case Model.FORMAT -> model(file, Model.part(file).description());
        case PointFlow.FORMAT -> points(file, PointFlow.open(file).description());
        default -> tensors(tensors);
      };
    }
  }

  private static JsonObject model(Path file, Description of) {
    JsonObject result = start(file, "model");
    result.addProperty("image", of.shape());
    result.addProperty("wavelet", of.wavelet());
    result.addProperty("levels", of.levels());
    result.add("levels_present", array(of.present()));
    result.addProperty("complete", of.complete());
    result.addProperty("blocks", of.blocks());
    addField(of, result);
    result.addProperty("classes", of.classes());
    addNames(of.classNames(), result);
    result.addProperty("dequantisation", of.dequantisation());
    if (of.bits() < 8) {
      result.addProperty("bits", of.bits());
    }
    result.addProperty("pixel_transform", of.pixelTransform());
    result.addProperty("pre_transform", of.preTransform());
    result.addProperty("parameters", of.parameters());
    result.add("parameters_per_level", array(of.parametersByLevel()));
    result.addProperty("numerics", of.numerics());
    result.add("provenance", object(of.provenance()));
    return result;
  }

  private static void addField(Description of, JsonObject result) {
    if (!of.field().isEmpty()) {
      result.addProperty("field", of.field());
      return;
    }
    JsonArray hidden = new JsonArray();
    of.hidden().forEach(widths -> hidden.add(array(widths)));
    result.add("hidden", hidden.size() == 1 ? hidden.get(0) : hidden);
    result.addProperty("layer", of.layer());
    result.addProperty("activation", of.activation());
    result.addProperty("residual", of.residual());
    result.addProperty("time_features", of.timeFeatures());
  }

  private static JsonObject points(Path file, PointFlow.Description of) {
    JsonObject result = start(file, "model of points");
    JsonArray columns = new JsonArray();
    of.columns().forEach(columns::add);
    result.add("columns", columns);
    result.add("mean", array(of.mean()));
    result.add("deviation", array(of.deviation()));
    if (!of.layer().isEmpty()) {
      result.add("hidden", array(of.hidden()));
      result.addProperty("layer", of.layer());
      result.addProperty("activation", of.activation());
    }
    result.addProperty("parameters", of.parameters());
    result.add("provenance", object(of.provenance()));
    return result;
  }

  private static JsonObject tensors(SafetensorsFile file) {
    JsonObject result = start(file.path(), "safetensors");
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
    result.add("metadata", object(file.metadata()));
    result.add("tensors", tensors);
    return result;
  }

  public static JsonObject images(Path path, Images images) {
    JsonObject result = start(path, "images");
    result.addProperty("images", images.count());
    result.addProperty("channels", images.channels());
    result.addProperty("height", images.height());
    result.addProperty("width", images.width());
    int classes = images.classes();
    result.addProperty("labelled", classes > 0);
    if (classes > 0) {
      result.addProperty("classes", classes);
    }
    addNames(images.classNames(), result);
    long turned = images.turned();
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

  private static JsonObject object(Map<String, String> texts) {
    JsonObject object = new JsonObject();
    texts.forEach(object::addProperty);
    return object;
  }

  private static JsonArray array(Iterable<? extends Number> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }
}
