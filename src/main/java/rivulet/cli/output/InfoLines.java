package rivulet.cli.output;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;

/** A JSON object as lines for people: name and value, nested objects indented. */
public final class InfoLines {
  private static final int NAME_WIDTH = 22;

  private InfoLines() {}

  public static void print(JsonObject object, PrintWriter out) {
    print(object, "", out);
    out.flush();
  }

  private static void print(JsonObject object, String indent, PrintWriter out) {
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      String name = indent + entry.getKey().replace('_', ' ');
      if (entry.getValue() instanceof JsonObject nested && !flat(nested)) {
        out.println(OneLine.of(name));
        print(nested, indent + "  ", out);
      } else {
        String padded = name + " ".repeat(Math.max(1, NAME_WIDTH - name.length()));
        out.println(OneLine.of(padded + text(entry.getValue())));
      }
    }
  }

  /** A tensor's type and shape, which read best on one line. */
  private static boolean flat(JsonObject object) {
    return object.keySet().equals(Set.of("type", "shape"));
  }

  private static String text(JsonElement value) {
    if (value instanceof JsonObject tensor) {
      return tensor.get("type").getAsString() + tensor.get("shape");
    }
    if (value.isJsonArray()) {
      String list = value.toString();
      return list.substring(1, list.length() - 1);
    }
    return value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }
}
