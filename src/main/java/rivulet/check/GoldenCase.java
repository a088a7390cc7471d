package rivulet.check;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.NetworkSpec;
import rivulet.store.SafetensorsFile;
import rivulet.store.StoreException;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;

/**
 * One golden case: its name, its entry in the manifest and its tensors.
 *
 * @param name name of the case and of its file
 * @param entry description in the manifest
 * @param tensors inputs and expected results
 */
record GoldenCase(String name, JsonObject entry, SafetensorsFile tensors) {

  String kind() {
    return text("kind");
  }

  String text(String key) {
    return require(key).getAsString();
  }

  double real(String key) {
    return require(key).getAsDouble();
  }

  List<Integer> integers(String key) {
    List<Integer> values = new ArrayList<>();
    for (JsonElement element : require(key).getAsJsonArray()) {
      values.add(element.getAsInt());
    }
    return values;
  }

  double[] interval() {
    JsonArray ends = require("interval").getAsJsonArray();
    if (ends.size() != 2) {
      throw new StoreException("golden: case '" + name + "': interval needs two ends");
    }
    return new double[] {ends.get(0).getAsDouble(), ends.get(1).getAsDouble()};
  }

  private JsonElement require(String key) {
    JsonElement element = entry.get(key);
    if (element == null) {
      throw new StoreException("golden: case '" + name + "' has no '" + key + "' in the manifest");
    }
    return element;
  }

  private Shape shape(String key) {
    List<Integer> sides = integers(key);
    if (sides.size() != 3) {
      throw new StoreException(
          "golden: case '" + name + "': " + key + " needs 3 sides, found " + sides);
    }
    return new Shape(sides.get(0), sides.get(1), sides.get(2));
  }

  boolean conditioned() {
    JsonElement condition = entry.get("cond_shape");
    return condition != null && !condition.isJsonNull();
  }

  /** The network of a dynamics or flow case. */
  NetworkSpec network() {
    int condition = conditioned() ? shape("cond_shape").channels() : 0;
    return new NetworkSpec(
        LayerKind.named(text("layer")),
        Activation.parse(text("activation")),
        integers("hidden"),
        shape("input_shape"),
        condition,
        3);
  }

  /** Number of images: the leading side of a tensor. */
  int images(String tensor) {
    long[] shape = tensors.entry(tensor).shape();
    if (shape.length < 2 || shape[0] < 1 || shape[0] > 10_000) {
      throw new StoreException(
          "golden: case '" + name + "': tensor '" + tensor + "' holds no images");
    }
    return (int) shape[0];
  }

  /** One image's part of a tensor that holds one per image. */
  double[] part(String tensor, int image, int size) {
    double[] all = tensors.doubles(tensor);
    if (all.length < (image + 1) * size) {
      throw new StoreException(
          "golden: case '"
              + name
              + "': tensor '"
              + tensor
              + "' holds "
              + all.length
              + " numbers, "
              + (image + 1) * size
              + " are needed");
    }
    double[] part = new double[size];
    System.arraycopy(all, image * size, part, 0, size);
    return part;
  }
}
