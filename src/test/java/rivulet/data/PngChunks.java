package rivulet.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** PNG files written chunk by chunk, rightly or wrongly. */
public final class PngChunks {
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  public PngChunks() {
    file.writeBytes(HexFormat.of().parseHex("89504e470d0a1a0a"));
  }

  public PngChunks header(int height, int width, int depth, int colours) {
    return chunk(
        "IHDR",
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) depth)
            .put((byte) colours)
            .array());
  }

  public PngChunks chunk(String type, byte... content) {
    byte[] name = type.getBytes(ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    ByteBuffer chunk = ByteBuffer.allocate(12 + content.length);
    chunk.putInt(content.length).put(name).put(content).putInt((int) crc.getValue());
    file.writeBytes(chunk.array());
    return this;
  }

  /** Rows of pixels, each with its filter byte in front. */
  public PngChunks pixels(byte... rows) {
    return chunk("IDAT", deflated(rows));
  }

  static byte[] deflated(byte... rows) {
    Deflater deflater = new Deflater();
    deflater.setInput(rows);
    deflater.finish();
    byte[] packed = new byte[rows.length + 64];
    int length = deflater.deflate(packed);
    deflater.end();
    return Arrays.copyOf(packed, length);
  }

  public byte[] end() {
    return chunk("IEND").bytes();
  }

  byte[] bytes() {
    return file.toByteArray();
  }
}
