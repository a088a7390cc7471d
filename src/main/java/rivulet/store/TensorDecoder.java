package rivulet.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Elements of one tensor as Java arrays. */
record TensorDecoder(String file, TensorEntry entry) {
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE);
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE);
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(LITTLE);

  double[] doubles() {
    double[] values = new double[length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = real(i);
    }
    return values;
  }

  float[] floats() {
    float[] values = new float[length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) real(i);
    }
    return values;
  }

  long[] longs() {
    long[] values = new long[length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = integer(i);
    }
    return values;
  }

  byte[] bytes() {
    checkLength(entry.data().byteSize());
    return bytes(entry.data());
  }

  /** A copy, without the heap segment that {@code toArray} makes: see the room of tensors. */
  static byte[] bytes(MemorySegment data) {
    byte[] bytes = new byte[Math.toIntExact(data.byteSize())];
    MemorySegment.copy(data, ValueLayout.JAVA_BYTE, 0, bytes, 0, bytes.length);
    return bytes;
  }

  private double real(long i) {
    MemorySegment data = entry.data();
    return switch (entry.type()) {
      case F64 -> data.get(DOUBLE, i * 8);
      case F32 -> data.get(FLOAT, i * 4);
      case F16 -> Float.float16ToFloat(data.get(SHORT, i * 2));
      case BF16 -> Float.intBitsToFloat(data.get(SHORT, i * 2) << 16);
      default -> throw wrongType("floating-point numbers (F64, F32, F16, BF16)");
    };
  }

  private long integer(long i) {
    MemorySegment data = entry.data();
    return switch (entry.type()) {
      case I64 -> data.get(LONG, i * 8);
      case I32 -> data.get(INT, i * 4);
      case U32 -> Integer.toUnsignedLong(data.get(INT, i * 4));
      case I16 -> data.get(SHORT, i * 2);
      case U16 -> Short.toUnsignedLong(data.get(SHORT, i * 2));
      case I8 -> data.get(ValueLayout.JAVA_BYTE, i);
      case U8, BOOL -> Byte.toUnsignedLong(data.get(ValueLayout.JAVA_BYTE, i));
      default -> throw wrongType("integers (I8 to I64, U8 to U32, BOOL)");
    };
  }

  private int length() {
    checkLength(entry.elements());
    return (int) entry.elements();
  }

  private void checkLength(long length) {
    if (length > Integer.MAX_VALUE - 8) {
      throw new StoreException(
          file + ": tensor " + entry + " does not fit into one array: read its segment in parts");
    }
  }

  private StoreException wrongType(String asked) {
    return new StoreException(file + ": " + asked + " asked, tensor is " + entry);
  }
}
