package rivulet.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an answer is what an example says: the same keys, kinds and values. A text that ends in …
 * stands for all that begin so, a list that ends in "…" for all that begin so.
 */
final class Likeness {
  private static final String MORE = "…";

  /** Keys whose values are another each time. */
  private static final Set<String> VARYING =
      Set.of("folder", "model", "images_per_second", "seconds_left", "job");

  private Likeness() {}

  /** Where they differ first; none if they do not. */
  static Optional<String> difference(String at, JsonElement expected, JsonElement found) {
    if (expected instanceof JsonObject object && found instanceof JsonObject other) {
      return difference(at, object, other);
    }
    if (expected instanceof JsonArray list && found instanceof JsonArray other) {
      return difference(at, list, other);
    }
    if (VARYING.contains(at.substring(at.lastIndexOf('.') + 1))
        ? kind(expected).equals(kind(found))
        : same(expected, found)) {
      return Optional.empty();
    }
    return Optional.of(at + ": the example says " + expected + ", found " + found);
  }

  private static Optional<String> difference(String at, JsonObject expected, JsonObject found) {
    if (!expected.keySet().equals(found.keySet())) {
      return Optional.of(
          at + ": the example has " + expected.keySet() + ", found " + found.keySet());
    }
    return expected.keySet().stream()
        .map(key -> difference(at + "." + key, expected.get(key), found.get(key)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> difference(String at, JsonArray expected, JsonArray found) {
    int last = expected.size() - 1;
    boolean open = last >= 0 && expected.get(last).equals(new JsonPrimitive(MORE));
    if (open ? found.size() < last : found.size() != last + 1) {
      return Optional.of(
          at + ": the example has " + expected.size() + " elements, found " + found.size());
    }
    for (int i = 0; i < (open ? last : last + 1); i++) {
      Optional<String> difference = difference(at + "[" + i + "]", expected.get(i), found.get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static boolean same(JsonElement expected, JsonElement found) {
    if (kind(expected).equals("text") && expected.getAsString().endsWith(MORE)) {
      String begin = expected.getAsString().replace(MORE, "");
      return kind(found).equals("text") && found.getAsString().startsWith(begin);
    }
    if (kind(expected).equals("number") && kind(found).equals("number")) {
      return expected.getAsDouble() == found.getAsDouble();
    }
    return expected.equals(found);
  }

  private static String kind(JsonElement element) {
    if (!(element instanceof JsonPrimitive primitive)) {
      return element.getClass().getSimpleName();
    }
    if (primitive.isNumber()) {
      return "number";
    }
    return primitive.isString() ? "text" : "boolean";
  }
}
