package rivulet.store;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Little-endian bytes of one tensor that waits to be written. */
interface TensorSource {
  /** Values or bytes converted at a time. */
  int CHUNK = 8192;

  /** Writes all bytes. */
  void writeTo(OutputStream out) throws IOException;

  static TensorSource of(float[] values) {
    return out -> {
      byte[] chunk = new byte[4 * CHUNK];
      ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at < values.length; at += CHUNK) {
        int n = Math.min(CHUNK, values.length - at);
        buffer.asFloatBuffer().put(values, at, n);
        out.write(chunk, 0, 4 * n);
      }
    };
  }

  static TensorSource of(double[] values) {
    return out -> {
      byte[] chunk = new byte[8 * CHUNK];
      ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at < values.length; at += CHUNK) {
        int n = Math.min(CHUNK, values.length - at);
        buffer.asDoubleBuffer().put(values, at, n);
        out.write(chunk, 0, 8 * n);
      }
    };
  }

  static TensorSource of(long[] values) {
    return out -> {
      byte[] chunk = new byte[8 * CHUNK];
      ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at < values.length; at += CHUNK) {
        int n = Math.min(CHUNK, values.length - at);
        buffer.asLongBuffer().put(values, at, n);
        out.write(chunk, 0, 8 * n);
      }
    };
  }

  static TensorSource of(MemorySegment bytes) {
    return out -> {
      byte[] chunk = new byte[CHUNK];
      for (long at = 0; at < bytes.byteSize(); at += CHUNK) {
        int n = (int) Math.min(CHUNK, bytes.byteSize() - at);
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, chunk, 0, n);
        out.write(chunk, 0, n);
      }
    };
  }
}
