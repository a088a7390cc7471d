package rivulet.web;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Records as JSON objects and back. Keys are the names of the components, in snake case; an empty
 * {@link java.util.Optional} is left out. Numbers that are not finite, which JSON does not know,
 * are {@code null}. A request must have every component that is not optional and nothing else, so
 * that a misspelt name is an error and not a silent default.
 */
public final class Json {
  private static final Gson GSON =
      new GsonBuilder()
          .setStrictness(Strictness.STRICT)
          .serializeNulls()
          .disableHtmlEscaping()
          .registerTypeAdapterFactory(RecordAdapter.FACTORY)
          .registerTypeAdapter(double.class, new FiniteNumbers())
          .registerTypeAdapter(Double.class, new FiniteNumbers())
          .create();

  private Json() {}

  /** A record on one line. */
  public static String text(Record value) {
    return GSON.toJson(value);
  }

  /**
   * Reads the body of a request.
   *
   * @throws Refusal naming what is wrong
   */
  static <Q extends Record> Q read(String text, Class<Q> type) {
    try {
      return GSON.fromJson(text.isBlank() ? "{}" : text, type);
    } catch (JsonParseException e) {
      throw Refusal.badRequest("request: is no JSON that can be read; send one object");
    }
  }

  /** Reads the query of an address, {@code run=0&level=2}, as an object of texts. */
  static <Q extends Record> Q readQuery(String rawQuery, Class<Q> type) {
    JsonObject object = new JsonObject();
    if (rawQuery != null && !rawQuery.isEmpty()) {
      for (String pair : rawQuery.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        String name = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
        if (parts.length < 2 || object.has(name)) {
          throw Refusal.badRequest("request: the query must be name=value, each name once");
        }
        object.addProperty(name, URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return read(object.toString(), type);
  }
}
