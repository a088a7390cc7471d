package rivulet.data.format;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import rivulet.data.DataException;

/**
 * Bytes of a picture as a whole PNG file: by the JDK's encoder, which chooses a filter for each
 * row, at its best compression. Another version of Java, or of its zlib, may come to another size.
 */
public final class PngSize {
  private PngSize() {}

  /**
   * Of an image.
   *
   * @param planar C·H·W bytes; of other than 1 or 3 channels each is a grey file of its own
   */
  public static int of(int channels, int height, int width, byte[] planar) {
    if (channels == 1 || channels == 3) {
      return of(PngWriter.picture(channels, height, width, planar));
    }
    int plane = height * width;
    int bytes = 0;
    for (int from = 0; from < channels * plane; from += plane) {
      bytes += of(1, height, width, Arrays.copyOfRange(planar, from, from + plane));
    }
    return bytes;
  }

  /** Of a picture. */
  public static int of(BufferedImage picture) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(0); // of a lossless format: the smallest file
      writer.setOutput(stream);
      writer.write(null, new IIOImage(picture, null, null), how);
    } catch (IOException e) {
      throw new DataException("picture cannot be encoded (" + e.getMessage() + ")", e);
    } finally {
      writer.dispose();
    }
    return bytes.size();
  }
}
