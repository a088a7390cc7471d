package rivulet.web;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** One kind of record, read strictly and written whole; {@link Json} has the rules. */
final class RecordAdapter<T> extends TypeAdapter<T> {
  /** Takes up every record. */
  static final TypeAdapterFactory FACTORY =
      new TypeAdapterFactory() {
        @Override
        public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
          return type.getRawType().isRecord() ? new RecordAdapter<>(gson, type) : null;
        }
      };

  private final Constructor<T> constructor;
  private final List<RecordPart> parts = new ArrayList<>();

  private RecordAdapter(Gson gson, TypeToken<T> type) {
    @SuppressWarnings("unchecked")
    Class<T> raw = (Class<T>) type.getRawType();
    Arrays.stream(raw.getRecordComponents()).forEach(each -> parts.add(RecordPart.of(gson, each)));
    try {
      constructor =
          raw.getDeclaredConstructor(
              Arrays.stream(raw.getRecordComponents())
                  .map(component -> component.getType())
                  .toArray(Class<?>[]::new));
      constructor.setAccessible(true);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(raw + " has no canonical constructor", e);
    }
  }

  @Override
  public void write(JsonWriter out, T value) throws IOException {
    out.beginObject();
    for (RecordPart part : parts) {
      part.write(out, value);
    }
    out.endObject();
  }

  @Override
  public T read(JsonReader in) throws IOException {
    Object[] values = new Object[parts.size()];
    in.beginObject();
    while (in.hasNext()) {
      int at = index(in.nextName());
      if (values[at] != null) {
        throw Refusal.badRequest("request: '" + parts.get(at).name() + "' stands there twice");
      }
      values[at] = value(parts.get(at), in);
    }
    in.endObject();
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] == null ? parts.get(i).missing() : values[i];
    }
    return made(values);
  }

  private int index(String name) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).name().equals(name)) {
        return i;
      }
    }
    String known = parts.stream().map(RecordPart::name).collect(Collectors.joining(", "));
    throw Refusal.badRequest(
        "request: '"
            + name
            + "' is unknown here; "
            + (known.isEmpty() ? "nothing is asked for" : "there are " + known));
  }

  private static Object value(RecordPart part, JsonReader in) throws IOException {
    try {
      return part.read(in);
    } catch (MalformedJsonException | EOFException e) {
      throw e;
    } catch (IllegalStateException | NumberFormatException | JsonParseException e) {
      throw part.unfit();
    }
  }

  private T made(Object... values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(constructor + " failed", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(constructor + " cannot be called", e);
    }
  }
}
