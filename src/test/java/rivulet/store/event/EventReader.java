package rivulet.store.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Event files read by the descriptions of TFRecord and protocol buffers alone: no line of the
 * writer is used. As TensorBoard does, it takes half a record for the end.
 */
public final class EventReader {
  /** The polynomial of CRC-32C, its bits turned round. */
  private static final int CASTAGNOLI = 0x82f63b78;

  private static final int[] TABLE = table();

  private EventReader() {}

  /** One event; what it does not say is empty or not a number. */
  public record Event(
      double wallTime, long step, String version, boolean start, Map<String, Float> values) {}

  /** All events of a folder's files in the order of their names, as they stand. */
  public static List<Event> folder(Path folder) throws IOException {
    List<Event> events = new ArrayList<>();
    try (var files = Files.list(folder)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().contains("tfevents")).sorted().toList()) {
        events.addAll(file(file));
      }
    }
    return events;
  }

  /** The events of one file. */
  public static List<Event> file(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.remaining() >= 12) {
      int at = bytes.position();
      long length = bytes.getLong();
      assertEquals(masked(bytes, at, 8), bytes.getInt(), "checksum of a length");
      if (length + 4 > bytes.remaining()) {
        return events;
      }
      ByteBuffer content = slice(bytes, (int) length);
      assertEquals(masked(bytes, at + 12, (int) length), bytes.getInt(), "checksum of an event");
      events.add(event(content));
    }
    return events;
  }

  private static Event event(ByteBuffer message) {
    double wallTime = Double.NaN;
    long step = 0;
    String version = "";
    boolean start = false;
    Map<String, Float> values = new LinkedHashMap<>();
    while (message.hasRemaining()) {
      long key = varint(message);
      if (key == (1 << 3 | 1)) {
        wallTime = message.getDouble();
      } else if (key == (2 << 3)) {
        step = varint(message);
      } else if (key == (3 << 3 | 2)) {
        version = text(message);
      } else if (key == (5 << 3 | 2)) {
        summary(slice(message, (int) varint(message)), values);
      } else if (key == (7 << 3 | 2)) {
        ByteBuffer session = slice(message, (int) varint(message));
        start = varint(session) == (1 << 3) && varint(session) == 1;
      } else {
        throw new AssertionError("an event with the key " + key);
      }
    }
    return new Event(wallTime, step, version, start, values);
  }

  private static void summary(ByteBuffer message, Map<String, Float> values) {
    while (message.hasRemaining()) {
      assertEquals(1 << 3 | 2, varint(message), "key of a value");
      ByteBuffer value = slice(message, (int) varint(message));
      assertEquals(1 << 3 | 2, varint(value), "key of a tag");
      String tag = text(value);
      assertEquals(2 << 3 | 5, varint(value), "key of a number");
      assertEquals(null, values.put(tag, value.getFloat()), "a tag stands once");
      assertEquals(0, value.remaining());
    }
  }

  private static String text(ByteBuffer message) {
    byte[] text = new byte[(int) varint(message)];
    message.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static long varint(ByteBuffer message) {
    byte first = message.get();
    return first >= 0 ? first : (first & 127) + 128 * varint(message);
  }

  private static ByteBuffer slice(ByteBuffer message, int length) {
    ByteBuffer slice = message.slice(message.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    message.position(message.position() + length);
    return slice;
  }

  private static int masked(ByteBuffer bytes, int at, int length) {
    int crc = ~0;
    for (int i = at; i < at + length; i++) {
      crc = TABLE[(crc ^ bytes.get(i)) & 0xff] ^ (crc >>> 8);
    }
    crc = ~crc;
    return (crc >>> 15 | crc << 17) + 0xa282ead8;
  }

  private static int[] table() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int crc = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ CASTAGNOLI;
      }
      table[i] = crc;
    }
    return table;
  }
}
