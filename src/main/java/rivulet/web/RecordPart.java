package rivulet.web;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * One component of a record.
 *
 * @param name its key, in snake case
 * @param type of the value, without its {@link Optional}
 * @param optional whether it may be left out
 */
record RecordPart(
    String name, Class<?> type, boolean optional, TypeAdapter<?> adapter, Method accessor) {
  static RecordPart of(Gson gson, RecordComponent component) {
    boolean optional = component.getType() == Optional.class;
    Type inner =
        optional
            ? ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
            : component.getGenericType();
    TypeToken<?> token = TypeToken.get(inner);
    component.getAccessor().setAccessible(true);
    return new RecordPart(
        snake(component.getName()),
        token.getRawType(),
        optional,
        gson.getAdapter(token),
        component.getAccessor());
  }

  private static String snake(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  void write(JsonWriter out, Object owner) throws IOException {
    Object value = value(owner);
    if (optional && ((Optional<?>) value).isEmpty()) {
      return;
    }
    out.name(name);
    write(out, adapter, optional ? ((Optional<?>) value).get() : value);
  }

  @SuppressWarnings("unchecked")
  private static <V> void write(JsonWriter out, TypeAdapter<V> adapter, Object value)
      throws IOException {
    adapter.write(out, (V) value);
  }

  private Object value(Object owner) {
    try {
      return accessor.invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(accessor + " cannot be called", e);
    }
  }

  /** Reads the value; null is none. */
  Object read(JsonReader in) throws IOException {
    Object value = adapter.read(in);
    if (value == null && !optional) {
      throw unfit();
    }
    return optional ? Optional.ofNullable(value) : value;
  }

  /** What stands for a key that is not there. */
  Object missing() {
    if (optional) {
      return Optional.empty();
    }
    throw Refusal.badRequest("request: '" + name + "' is missing; give " + kind());
  }

  Refusal unfit() {
    return Refusal.badRequest("request: '" + name + "' must be " + kind());
  }

  private String kind() {
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return "a whole number";
    }
    if (type == double.class || type == Double.class) {
      return "a finite number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class || type.isEnum()) {
      return "a text";
    }
    return type.isArray() || Collection.class.isAssignableFrom(type) ? "a list" : "an object";
  }
}
