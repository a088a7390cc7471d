package rivulet.data.format;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import rivulet.data.DataException;

/**
 * PNG pictures from planes of bytes. To put one on disk: {@code AtomicFile.write(path, out ->
 * PngWriter.write(picture, out))}. Pixels are exact; the compressed bytes may differ between
 * versions of Java.
 */
public final class PngWriter {
  private PngWriter() {}

  /**
   * A picture of one (grey) or three (red, green, blue) planes.
   *
   * @param planar C·H·W bytes, copied
   * @throws IllegalArgumentException for other numbers of channels or another length
   */
  public static BufferedImage picture(int channels, int height, int width, byte[] planar) {
    BufferedImage picture = blank(channels, height, width);
    int bytes = channels * height * width;
    if (planar.length != bytes) {
      throw new IllegalArgumentException(
          "picture of " + bytes + " bytes asked, " + planar.length + " bytes given");
    }
    WritableRaster raster = picture.getRaster();
    for (int i = 0; i < bytes; i++) {
      int p = i % (height * width);
      raster.setSample(p % width, p / width, i / (height * width), Byte.toUnsignedInt(planar[i]));
    }
    return picture;
  }

  /** A black picture of the kind that {@link #write} stores without conversion. */
  public static BufferedImage blank(int channels, int height, int width) {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "a picture has 1 or 3 channels, " + channels + " given: draw some of them");
    }
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("a picture of " + height + "x" + width + " asked");
    }
    int type = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
    return new BufferedImage(width, height, type);
  }

  /** Encodes to a stream, which stays open. */
  public static void write(BufferedImage picture, OutputStream out) throws IOException {
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      if (!ImageIO.write(picture, "png", stream)) {
        throw new IOException("no PNG encoder for pictures of type " + picture.getType());
      }
    }
  }

  /** Encodes to memory. */
  public static byte[] encode(BufferedImage picture) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(picture, bytes);
    } catch (IOException e) {
      throw new DataException("picture cannot be encoded (" + e.getMessage() + ")", e);
    }
    return bytes.toByteArray();
  }
}
