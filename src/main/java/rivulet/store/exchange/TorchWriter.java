package rivulet.store.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import rivulet.store.AtomicFile;

/**
 * Writes weights as {@code torch.save} does since PyTorch 1.6: a ZIP archive, nothing compressed,
 * with a pickle and one entry of little-endian numbers for each tensor, each at a multiple of 64
 * bytes. The same weights give the same bytes.
 */
final class TorchWriter {
  /** The folder inside the archive; any name will do. */
  private static final String FOLDER = "archive/";

  private static final int ALIGNMENT = 64;

  /** Bytes of a local header before its name. */
  private static final int HEADER_BYTES = 30;

  /** Id and length of an extra field. */
  private static final int FIELD_BYTES = 4;

  /** PyTorch marks its padding by the letters FB. */
  private static final short PADDING = 0x4246;

  /** Any time that says itself without the time zone: the first day of 1980 does not. */
  private static final LocalDateTime BEGINNING = LocalDateTime.of(1981, 1, 1, 0, 0);

  private final ZipOutputStream zip;
  private long at;

  private TorchWriter(ZipOutputStream zip) {
    this.zip = zip;
  }

  /** Writes a file, whole or not at all. */
  static void write(Path file, Weights weights) {
    AtomicFile.write(file, out -> write(out, weights));
  }

  private static void write(OutputStream out, Weights weights) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      TorchWriter writer = new TorchWriter(zip);
      writer.entry("data.pkl", PickleWriter.write(weights));
      writer.entry("byteorder", "little".getBytes(StandardCharsets.US_ASCII));
      int key = 0;
      for (WeightTensor tensor : weights.tensors().values()) {
        writer.entry("data/" + key, bytes(tensor.values()));
        key++;
      }
      writer.entry("version", "3\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
            .order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  private void entry(String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(FOLDER + name);
    CRC32 sum = new CRC32();
    sum.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    entry.setTimeLocal(BEGINNING);
    int before = HEADER_BYTES + entry.getName().length() + FIELD_BYTES;
    byte[] extra = padding((int) Math.floorMod(-(at + before), (long) ALIGNMENT));
    entry.setExtra(extra);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
    at += HEADER_BYTES + entry.getName().length() + extra.length + content.length;
  }

  private static byte[] padding(int bytes) {
    return ByteBuffer.allocate(FIELD_BYTES + bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(PADDING)
        .putShort((short) bytes)
        .array();
  }
}
