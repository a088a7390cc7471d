package rivulet.data.format;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import rivulet.data.DataException;
import rivulet.data.ImageShape;

/**
 * One PNG or JPEG file. Samples are taken as stored: colour profiles and gamma are not applied, and
 * a palette is looked up. The file is checked before its decoder, which believes too much, sees it.
 * Decoders throw many kinds of exception on damaged files; all become {@link DataException}, and so
 * does every warning, since a decoder that warns has guessed at pixels.
 */
public final class PictureDecoder {
  private static final int BITS = 8;

  private final Path file;

  public PictureDecoder(Path file) {
    this.file = file;
  }

  /** Something done with the file's bytes, which may turn out to be damaged. */
  private interface Use<T> {
    T apply(FileKind kind, byte[] bytes) throws IOException;
  }

  /** What the file says before any pixel is decoded. */
  public PictureHeader header() {
    return with((kind, bytes) ->
        switch (kind) {
          case PNG -> png(bytes).header();
          case JPEG -> jpeg(bytes).header();
          case IDX, NPY, TAR, NPZ, FOREIGN -> throw foreign();
        });
  }

  /**
   * Decodes into C planes of H·W bytes and turns them upright; grey pictures fill every plane with
   * the same values.
   *
   * @return whether they had to be turned
   */
  public boolean decode(ImageShape shape, byte[] planar) {
    return with((kind, bytes) -> {
      PictureHeader header =
          switch (kind) {
            case PNG -> decodePng(bytes, shape.channels(), planar);
            case JPEG -> decodeJpeg(bytes, shape.channels(), planar);
            case IDX, NPY, TAR, NPZ, FOREIGN -> throw foreign();
          };
      return turn(header, shape.channels(), planar);
    });
  }

  private PictureHeader decodePng(byte[] bytes, int channels, byte[] planar) throws IOException {
    PngFile png = png(bytes);
    BufferedImage image = decoded(FileKind.PNG, bytes, reader -> reader.read(0));
    ColorModel colours = image.getColorModel();
    checkOpaque(image, PictureSamples.firstTransparent(image));
    if (png.transparentGrey().isPresent()) {
      int grey = png.transparentGrey().getAsInt();
      checkOpaque(image, PictureSamples.firstOf(image.getRaster(), grey));
    }
    if (colours instanceof IndexColorModel palette) {
      if (png.paletteEntries() > 0) {
        PictureSamples.checkEntries(image.getRaster(), png.paletteEntries());
      }
      PictureSamples.fromPalette(image.getRaster(), palette, channels, planar);
    } else {
      PictureSamples.fromBands(
          image.getRaster(), colours.getNumColorComponents(), channels, planar);
    }
    return png.header();
  }

  private PictureHeader decodeJpeg(byte[] bytes, int channels, byte[] planar) throws IOException {
    JpegFile jpeg = jpeg(bytes);
    JpegColours colours =
        jpeg.colours()
            .orElseThrow(() ->
                new DataException(
                    file
                        + ": JPEG of "
                        + jpeg.components()
                        + " components does not say which colours they are: convert it to RGB"));
    colours.toPlanes(
        decoded(FileKind.JPEG, bytes, reader -> reader.readRaster(0, null)), channels, planar);
    return jpeg.header();
  }

  private static boolean turn(PictureHeader header, int channels, byte[] planar) {
    Orientation orientation = header.orientation();
    if (orientation == Orientation.UPRIGHT) {
      return false;
    }
    byte[] stored = planar.clone();
    int plane = header.storedHeight() * header.storedWidth();
    for (int c = 0; c < channels; c++) {
      orientation.turn(stored, header.storedHeight(), header.storedWidth(), c * plane, planar);
    }
    return true;
  }

  private PngFile png(byte[] bytes) throws IOException {
    PngFile png = PngFile.of(bytes);
    checkBits(png.depth());
    return png;
  }

  private JpegFile jpeg(byte[] bytes) throws IOException {
    JpegFile jpeg = JpegFile.of(bytes);
    checkBits(jpeg.precision());
    return jpeg;
  }

  private void checkBits(int bits) {
    if (bits > BITS) {
      throw new DataException(
          file + ": 8 bits per sample are read, file has " + bits + ": convert it to 8");
    }
  }

  private void checkOpaque(BufferedImage image, OptionalInt transparent) {
    transparent.ifPresent(pixel -> {
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

  private DataException foreign() {
    return new DataException(
        file + ": neither PNG nor JPEG by its first bytes: convert it or move it away");
  }

  private <T> T with(Use<T> use) {
    FileKind kind = FileKind.of(file);
    if (!kind.isPicture()) {
      throw foreign();
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw ByteReader.failure(file, e);
    }
    try {
      return use.apply(kind, bytes);
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new DataException(
          file
              + ": cannot be decoded ("
              + e.getMessage()
              + "): the file is damaged, fetch or save it again",
          e);
    }
  }

  /** One use of a decoder that is open on the bytes. */
  private interface Decoding<T> {
    T apply(ImageReader reader) throws IOException;
  }

  private static <T> T decoded(FileKind kind, byte[] bytes, Decoding<T> decoding)
      throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName(kind.name()).next();
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in, true, true);
      T result = decoding.apply(reader);
      if (!warnings.isEmpty()) {
        throw new IOException(warnings.getFirst());
      }
      return result;
    } finally {
      reader.dispose();
    }
  }
}
