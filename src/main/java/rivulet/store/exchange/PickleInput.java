package rivulet.store.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import rivulet.store.StoreException;

/** The bytes of a pickle, one after the other, with their ends checked. */
final class PickleInput {
  private final ByteBuffer bytes;

  PickleInput(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer need(long count) {
    if (count < 0 || count > bytes.remaining()) {
      throw new StoreException(
          "the pickle needs "
              + count
              + " bytes at byte "
              + bytes.position()
              + " and has "
              + bytes.remaining()
              + ": the file is damaged, fetch it again");
    }
    return bytes;
  }

  int position() {
    return bytes.position();
  }

  /** The next byte, 0 to 255. */
  int unsignedByte() {
    return Byte.toUnsignedInt(need(1).get());
  }

  int unsignedShort() {
    return Short.toUnsignedInt(need(Short.BYTES).getShort());
  }

  int integer() {
    return need(Integer.BYTES).getInt();
  }

  long unsignedInteger() {
    return Integer.toUnsignedLong(integer());
  }

  long eightBytes() {
    return need(Long.BYTES).getLong();
  }

  /** A float64, which pickles keep big-endian. */
  double real() {
    return Double.longBitsToDouble(Long.reverseBytes(eightBytes()));
  }

  /** A whole number of that many bytes. */
  long integer(int length) {
    if (length > Long.BYTES) {
      throw new StoreException("the pickle holds a whole number of " + length + " bytes");
    }
    need(length);
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= (long) unsignedByte() << (8 * i);
    }
    int unused = Long.SIZE - 8 * length;
    return length == 0 ? 0 : value << unused >> unused;
  }

  void skip(long count) {
    need(count).position(bytes.position() + (int) count);
  }

  String text(long length) {
    byte[] text = new byte[(int) Math.min(length, need(length).remaining())];
    bytes.get(text);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      throw new StoreException("the pickle holds text that is no UTF-8: the file is damaged", e);
    }
  }

  /** Up to the next line feed, which is taken. */
  String line() {
    int end = bytes.position();
    while (end < bytes.limit() && bytes.get(end) != '\n') {
      end++;
    }
    String line = text(end - bytes.position());
    unsignedByte();
    return line;
  }
}
