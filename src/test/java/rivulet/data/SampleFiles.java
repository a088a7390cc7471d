package rivulet.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import rivulet.data.format.PngWriter;

/** Small files in every format that the room reads. */
public final class SampleFiles {
  private SampleFiles() {}

  /** Bytes that differ from their neighbours and use the upper half of the range. */
  public static byte[] pattern(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 37 + 11);
    }
    return bytes;
  }

  public static byte[] idx(byte[] payload, int... sizes) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * sizes.length + payload.length);
    buffer.put(new byte[] {0, 0, 8, (byte) sizes.length});
    for (int size : sizes) {
      buffer.putInt(size);
    }
    return buffer.put(payload).array();
  }

  public static byte[] npy(String header, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("\u0093NUMPY\u0001\u0000".getBytes(ISO_8859_1));
    out.write(header.length() & 0xff);
    out.write(header.length() >> 8);
    out.writeBytes(header.getBytes(ISO_8859_1));
    out.writeBytes(payload);
    return out.toByteArray();
  }

  public static byte[] npy(String type, String fortran, String shape, byte[] payload) {
    return npy(
        "{'descr': '" + type + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }\n",
        payload);
  }

  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  public static Path put(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.write(file, bytes);
  }

  static Path png(Path file, BufferedImage picture) throws IOException {
    return put(file, PngWriter.encode(picture));
  }

  public static byte[] image(ImageSet set, long index) {
    byte[] bytes = new byte[set.imageBytes()];
    set.read(index, bytes);
    return bytes;
  }

  /** A file of the folder {@code testdata}. */
  public static Path testdata(String path) {
    return Path.of(System.getProperty("rivulet.home")).resolve("testdata").resolve(path);
  }
}
