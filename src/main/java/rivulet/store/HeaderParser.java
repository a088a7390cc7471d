package rivulet.store;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the JSON of a safetensors header as a stream of tokens: a tree would silently drop the
 * first of two equal names.
 */
final class HeaderParser {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final Set<String> FIELDS = Set.of("dtype", "shape", "data_offsets");

  private final String file;
  private final JsonReader json;
  private final Set<String> names = new HashSet<>();
  private final List<SafetensorsHeader.Tensor> tensors = new ArrayList<>();
  private SortedMap<String, String> metadata = new TreeMap<>();

  private HeaderParser(String file, String text) {
    this.file = file;
    this.json = new JsonReader(new StringReader(text));
    json.setStrictness(Strictness.STRICT);
  }

  static SafetensorsHeader parse(String file, String text, long dataBytes) {
    HeaderParser parser = new HeaderParser(file, text);
    try {
      parser.readAll();
    } catch (IOException | IllegalStateException | JsonParseException e) {
      throw new StoreException(
          file
              + ": the header is not the JSON of tensors at "
              + parser.json.getPath()
              + ": fetch the file again",
          e);
    }
    return SafetensorsHeader.checked(
        file, parser.tensors, Collections.unmodifiableSortedMap(parser.metadata), dataBytes);
  }

  private void readAll() throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (!names.add(name)) {
        throw bad("name '" + name + "' occurs twice");
      }
      if (name.equals(SafetensorsFile.METADATA)) {
        metadata = readMetadata();
      } else {
        tensors.add(readTensor(name));
      }
    }
    json.endObject();
    if (json.peek() != JsonToken.END_DOCUMENT) {
      throw bad("something follows the closing brace");
    }
  }

  private SortedMap<String, String> readMetadata() throws IOException {
    SortedMap<String, String> read = new TreeMap<>();
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      if (read.put(key, text("metadata '" + key + "'")) != null) {
        throw bad("metadata '" + key + "' occurs twice");
      }
    }
    json.endObject();
    return read;
  }

  private SafetensorsHeader.Tensor readTensor(String name) throws IOException {
    Set<String> seen = new HashSet<>();
    String dtype = "";
    long[] shape = {};
    long[] offsets = {};
    json.beginObject();
    while (json.hasNext()) {
      String field = json.nextName();
      if (!seen.add(field)) {
        throw bad("tensor '" + name + "' has two fields '" + field + "'");
      }
      switch (field) {
        case "dtype" -> dtype = text("dtype of tensor '" + name + "'");
        case "shape" -> shape = numbers(name);
        case "data_offsets" -> offsets = numbers(name);
        default -> throw bad("tensor '" + name + "' has an unknown field '" + field + "'");
      }
    }
    json.endObject();
    if (!seen.equals(FIELDS) || offsets.length != 2) {
      throw bad("tensor '" + name + "' needs dtype, shape and two data_offsets");
    }
    return new SafetensorsHeader.Tensor(
        name, type(name, dtype), new TensorShape(shape), offsets[0], offsets[1]);
  }

  private ElementType type(String name, String dtype) {
    Optional<ElementType> type = ElementType.named(dtype);
    return type.orElseThrow(() ->
        new StoreException(
            file
                + ": tensor '"
                + name
                + "' is of type '"
                + dtype
                + "', known are "
                + List.of(ElementType.values())
                + ": convert it"));
  }

  private String text(String what) throws IOException {
    if (json.peek() != JsonToken.STRING) {
      throw bad(what + " is not a string");
    }
    return json.nextString();
  }

  private long[] numbers(String name) throws IOException {
    List<Long> read = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      String text = json.peek() == JsonToken.NUMBER ? json.nextString() : "";
      if (!WHOLE_NUMBER.matcher(text).matches()) {
        throw bad("tensor '" + name + "' has a size or offset that is no whole number below 10^18");
      }
      read.add(Long.valueOf(text));
    }
    json.endArray();
    return read.stream().mapToLong(Long::longValue).toArray();
  }

  private StoreException bad(String what) {
    return new StoreException(file + ": damaged header: " + what + ": write the file again");
  }
}
