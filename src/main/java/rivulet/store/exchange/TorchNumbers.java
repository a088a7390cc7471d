package rivulet.store.exchange;

import java.nio.ByteBuffer;
import rivulet.names.Named;
import rivulet.store.StoreException;

/** Kinds of real numbers under the names of PyTorch's storages. */
enum TorchNumbers {
  FLOAT("FloatStorage", 4),
  DOUBLE("DoubleStorage", 8),
  HALF("HalfStorage", 2),
  BFLOAT16("BFloat16Storage", 2);

  private final String name;
  private final int bytes;

  TorchNumbers(String name, int bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  /**
   * The kind of a storage.
   *
   * @throws StoreException if it holds no real numbers
   */
  static TorchNumbers of(StoredTensor.Storage storage) {
    return Named.find(storage.kind(), values(), kind -> kind.name)
        .orElseThrow(() ->
            new StoreException(
                "weights are kept as " + storage.kind() + ", which is no real numbers"));
  }

  /** Bytes that a storage takes. */
  long bytes(StoredTensor.Storage storage) {
    if (storage.elements() > Integer.MAX_VALUE / Long.BYTES) {
      throw new StoreException(
          "numbers '" + storage.key() + "' are " + storage.elements() + ", too many for a layer");
    }
    return storage.elements() * bytes;
  }

  /** Element {@code i} of little-endian numbers. */
  float at(ByteBuffer numbers, int i) {
    return switch (this) {
      case FLOAT -> numbers.getFloat(bytes * i);
      case DOUBLE -> (float) numbers.getDouble(bytes * i);
      case HALF -> Float.float16ToFloat(numbers.getShort(bytes * i));
      case BFLOAT16 -> Float.intBitsToFloat(numbers.getShort(bytes * i) << 16);
    };
  }
}
