package rivulet.store;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Collects tensors and metadata and writes them as one safetensors file, whose bytes depend on
 * nothing else, not even on the order of the calls. Metadata are sorted by key; tensors by element
 * size, largest first, then by name, as the format's own library does, so that with the header
 * padded to a multiple of 8 bytes each tensor is aligned to its elements.
 *
 * <p>Arrays and segments are read when the file is written, not when they are given. Not for
 * several threads.
 */
public final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;

  private final SortedMap<String, String> metadata = new TreeMap<>();
  private final Map<String, Pending> pending = new TreeMap<>();

  private record Pending(
      String name, ElementType type, TensorShape shape, long bytes, TensorSource source) {}

  /** An empty file. */
  public SafetensorsWriter() {}

  /** Adds a line of metadata. A key can be given once. */
  public SafetensorsWriter metadata(String key, String value) {
    requireText(key);
    requireText(value);
    if (metadata.putIfAbsent(key, value) != null) {
      throw new IllegalArgumentException("metadata '" + key + "' is given twice");
    }
    return this;
  }

  /** Adds an F32 tensor in C order. */
  public SafetensorsWriter floats(String name, long[] shape, float[] values) {
    return add(name, ElementType.F32, shape, 4L * values.length, TensorSource.of(values));
  }

  /** Adds an F64 tensor in C order. */
  public SafetensorsWriter doubles(String name, long[] shape, double[] values) {
    return add(name, ElementType.F64, shape, 8L * values.length, TensorSource.of(values));
  }

  /** Adds an I64 tensor in C order. */
  public SafetensorsWriter longs(String name, long[] shape, long[] values) {
    return add(name, ElementType.I64, shape, 8L * values.length, TensorSource.of(values));
  }

  /** Adds a U8 tensor in C order. */
  public SafetensorsWriter bytes(String name, long[] shape, byte[] values) {
    return add(name, ElementType.U8, shape, values.length, out -> out.write(values));
  }

  /**
   * Adds a tensor of any type from memory.
   *
   * @param data native; little-endian elements in C order, exactly as many bytes as type and shape
   *     need
   */
  public SafetensorsWriter segment(
      String name, ElementType type, long[] shape, MemorySegment data) {
    if (!data.isNative()) {
      throw new IllegalArgumentException(
          "tensor '" + name + "': native memory asked, a heap segment given: use an Arena's");
    }
    return add(name, type, shape, data.byteSize(), TensorSource.of(data));
  }

  private SafetensorsWriter add(
      String name, ElementType type, long[] sizes, long bytes, TensorSource source) {
    TensorShape shape = new TensorShape(sizes);
    requireText(name);
    if (name.equals(SafetensorsFile.METADATA)) {
      throw new IllegalArgumentException("'" + name + "' is no name for a tensor: reserved");
    }
    if (shape.bytes(type).orElse(-1) != bytes) {
      throw new IllegalArgumentException(
          "tensor '" + name + "': " + type + shape + " asked, " + bytes + " bytes given");
    }
    Pending entry = new Pending(name, type, shape, bytes, source);
    if (pending.putIfAbsent(name, entry) != null) {
      throw new IllegalArgumentException("tensor '" + name + "' is given twice");
    }
    return this;
  }

  /** Half of a surrogate pair has no UTF-8 and would come back as another name. */
  private static void requireText(String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException("'" + text + "' has no UTF-8 form: half a surrogate pair");
    }
  }

  /** Writes the file whole or not at all. */
  public void write(Path file) {
    AtomicFile.write(file, this::writeTo);
  }

  /** Writes the same bytes to a stream. */
  public void writeTo(OutputStream out) throws IOException {
    List<Pending> order =
        pending.values().stream()
            .sorted(
                Comparator.comparingInt((Pending p) -> -p.type().bytes())
                    .thenComparing(Pending::name))
            .toList();
    byte[] header = padded(header(order));
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(header.length).array());
    out.write(header);
    for (Pending tensor : order) {
      tensor.source().writeTo(out);
    }
  }

  private String header(List<Pending> order) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      if (!metadata.isEmpty()) {
        json.name(SafetensorsFile.METADATA).beginObject();
        for (Map.Entry<String, String> line : metadata.entrySet()) {
          json.name(line.getKey()).value(line.getValue());
        }
        json.endObject();
      }
      long at = 0;
      for (Pending tensor : order) {
        describe(json, tensor, at);
        at = Math.addExact(at, tensor.bytes());
      }
      json.endObject();
    }
    return text.toString();
  }

  private static void describe(JsonWriter json, Pending tensor, long at) throws IOException {
    json.name(tensor.name()).beginObject();
    json.name("dtype").value(tensor.type().name());
    json.name("shape").beginArray();
    for (long dimension : tensor.shape().toArray()) {
      json.value(dimension);
    }
    json.endArray();
    json.name("data_offsets").beginArray().value(at).value(at + tensor.bytes()).endArray();
    json.endObject();
  }

  private static byte[] padded(String header) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    int length = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (length > SafetensorsFile.MAX_HEADER_BYTES) {
      throw new StoreException(
          "header of "
              + length
              + " bytes, safetensors allows "
              + SafetensorsFile.MAX_HEADER_BYTES
              + ": write fewer tensors or less metadata");
    }
    byte[] bytes = Arrays.copyOf(text, length);
    Arrays.fill(bytes, text.length, length, (byte) ' ');
    return bytes;
  }
}
