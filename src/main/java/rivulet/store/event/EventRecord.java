package rivulet.store.event;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The framing of TFRecord: length (8 bytes), its checksum (4), the content, its checksum (4), all
 * little-endian. Checksums are CRC-32C, rotated right by 15 bits and raised by a constant, so that
 * a checksum over a checksum is not zero (tensorflow/core/lib/hash/crc32c.h, {@code Mask}).
 */
final class EventRecord {
  private static final int HEAD_BYTES = Long.BYTES + Integer.BYTES;
  private static final int ROTATED = 15;
  private static final int RAISED = 0xa282ead8;

  /** Where a message of ours has its step: behind the wall time and the key of the step. */
  private static final int STEP_AT = 1 + Double.BYTES + 1;

  private EventRecord() {}

  static byte[] framed(byte[] content) {
    byte[] record = new byte[HEAD_BYTES + content.length + Integer.BYTES];
    ByteBuffer fields = buffer(record).putLong(content.length);
    fields.putInt(checksum(record, Long.BYTES));
    fields.put(content).putInt(checksum(content, content.length));
    return record;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), ROTATED) + RAISED;
  }

  /**
   * Bytes of the records at a file's beginning that are whole and belong to the first {@code steps}
   * steps; steps of a file do not fall.
   */
  static long bytesBefore(Path file, long steps) throws IOException {
    long bytes = 0;
    try (InputStream in = Files.newInputStream(file)) {
      long size = Files.size(file);
      while (true) {
        byte[] head = in.readNBytes(HEAD_BYTES);
        long length = head.length < HEAD_BYTES ? -1 : buffer(head).getLong();
        long end = bytes + HEAD_BYTES + length + Integer.BYTES;
        if (length < 0 || end > size || buffer(head).getInt(Long.BYTES) != headSum(head)) {
          return bytes;
        }
        byte[] content = in.readNBytes((int) length);
        byte[] sum = in.readNBytes(Integer.BYTES);
        boolean whole =
            sum.length == Integer.BYTES
                && buffer(sum).getInt() == checksum(content, content.length);
        if (!whole || step(content) >= steps) {
          return bytes;
        }
        bytes = end;
      }
    }
  }

  private static int headSum(byte[] head) {
    return checksum(head, Long.BYTES);
  }

  /** The step of a message, which follows its wall time; that of the format's version is none. */
  private static long step(byte[] message) {
    if (message.length <= STEP_AT || message[STEP_AT - 1] != EventFile.STEP << 3) {
      return -1;
    }
    long step = 0;
    for (int i = STEP_AT, shift = 0; i < message.length; i++, shift += 7) {
      step |= (message[i] & 0x7fL) << shift;
      if (message[i] >= 0) {
        break;
      }
    }
    return step;
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
