package rivulet.data;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * One PNG or JPEG file. Samples are taken as stored: colour profiles and gamma are not applied, and
 * a palette is looked up. Decoders throw many kinds of exception on damaged files; all become
 * {@link DataException}, and so does every warning, since a decoder that warns has guessed at
 * pixels.
 */
final class PictureDecoder {
  private final Path file;

  PictureDecoder(Path file) {
    this.file = file;
  }

  /** What the header says, before any pixel is decoded. */
  record Header(int height, int width, boolean grey) {
    ImageShape shape(String file, int channels) {
      return ImageShape.of(file, channels, height, width);
    }

    String size() {
      return height + "x" + width;
    }
  }

  /** One use of a decoder that is open on the file. */
  private interface Use<T> {
    T apply(ImageReader reader) throws IOException;
  }

  Header header() {
    return with(reader -> {
      ColorModel colours = reader.getImageTypes(0).next().getColorModel();
      if (colours.getTransferType() != DataBuffer.TYPE_BYTE) {
        throw new DataException(
            file + ": 8 bits per sample are read, file has 16: convert it to 8");
      }
      return new Header(reader.getHeight(0), reader.getWidth(0), isGrey(colours));
    });
  }

  /** Decodes into C planes of H·W bytes; grey pictures fill every plane with the same values. */
  void decode(int channels, byte[] planar) {
    BufferedImage image = with(reader -> reader.read(0));
    ColorModel colours = image.getColorModel();
    if (colours instanceof IndexColorModel palette) {
      checkOpaque(image);
      PictureSamples.fromPalette(image.getRaster(), palette, channels, planar);
    } else {
      checkOpaque(image);
      PictureSamples.fromBands(
          image.getRaster(), colours.getNumColorComponents(), channels, planar);
    }
  }

  private static boolean isGrey(ColorModel colours) {
    return colours instanceof IndexColorModel palette
        ? PictureSamples.isGrey(palette)
        : colours.getNumColorComponents() == 1;
  }

  private void checkOpaque(BufferedImage image) {
    PictureSamples.firstTransparent(image)
        .ifPresent(pixel -> {
          throw new DataException(
              file
                  + ": pixel at row "
                  + pixel / image.getWidth()
                  + ", column "
                  + pixel % image.getWidth()
                  + " is transparent: put the picture on a background and save it without"
                  + " alpha");
        });
  }

  private <T> T with(Use<T> use) {
    FileKind kind = FileKind.of(file);
    if (!kind.isPicture()) {
      throw new DataException(
          file + ": neither PNG nor JPEG by its first bytes: convert it or move it away");
    }
    ImageReader reader = ImageIO.getImageReadersByFormatName(kind.name()).next();
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    try (InputStream bytes = Files.newInputStream(file);
        MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
      reader.setInput(in, true, true);
      T result = use.apply(reader);
      Iterator<String> warned = warnings.iterator();
      if (warned.hasNext()) {
        throw damaged(warned.next(), new IOException("decoder warned"));
      }
      return result;
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw damaged(String.valueOf(e.getMessage()), e);
    } finally {
      reader.dispose();
    }
  }

  private DataException damaged(String why, Exception cause) {
    return new DataException(
        file + ": cannot be decoded (" + why + "): the file is damaged, fetch or save it again",
        cause);
  }
}
