package rivulet.store.event;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A message in the wire format of protocol buffers, field by field: a key (number and kind of the
 * field), then its value (protobuf.dev, "Encoding"). Each method adds a field and returns this.
 */
final class Message {
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int WITH_LENGTH = 2;
  private static final int FOUR_BYTES = 5;

  /** Bits of a field's key that say its kind. */
  private static final int KIND_BITS = 3;

  private static final int GROUP_BITS = 7;
  private static final int MORE = 1 << GROUP_BITS;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Message integer(int field, long value) {
    key(field, VARINT);
    varint(value);
    return this;
  }

  Message real(int field, double value) {
    key(field, EIGHT_BYTES);
    out.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
    return this;
  }

  /** A number of single precision. */
  Message single(int field, float value) {
    key(field, FOUR_BYTES);
    out.writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
    return this;
  }

  Message text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Message bytes(int field, byte[] value) {
    key(field, WITH_LENGTH);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  Message message(int field, Message value) {
    return bytes(field, value.bytes());
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  private void key(int field, int kind) {
    varint((long) field << KIND_BITS | kind);
  }

  /** Seven bits a byte, the lowest first; the eighth bit says that more follow. */
  private void varint(long value) {
    long rest = value;
    while ((rest & -MORE) != 0) {
      out.write((int) (rest & (MORE - 1)) | MORE);
      rest >>>= GROUP_BITS;
    }
    out.write((int) rest);
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
