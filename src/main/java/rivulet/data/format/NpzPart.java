package rivulet.data.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import rivulet.data.DataException;
import rivulet.data.ImageShape;

/** The array {@code data} of an NPZ file: a row of bytes for each square colour image, planar. */
final class NpzPart implements ImageSource {
  private static final String DATA = "data.npy";
  private static final int CHANNELS = 3;

  private final ZipFile zip;
  private final ByteReader in;
  private final CRC32 checksum = new CRC32();
  private final ImageShape shape;
  private final long count;
  private long crc;
  private long read;

  /**
   * @throws DataException if it is damaged or holds something else
   */
  NpzPart(Path file) {
    try {
      zip = new ZipFile(file.toFile());
    } catch (IOException e) {
      throw new DataException(
          file
              + ": the NPZ archive is damaged or cut short ("
              + e.getMessage()
              + "): fetch it again",
          e);
    }
    try {
      in = data(file);
      NpyHeader header = NpyHeader.read(in);
      shape = shape(header);
      count = header.shape().getFirst();
      requireSize();
    } catch (DataException e) {
      closeZip();
      throw e;
    }
  }

  private ByteReader data(Path file) {
    ZipEntry entry = zip.getEntry(DATA);
    if (entry == null) {
      throw new DataException(file + ": " + without());
    }
    crc = entry.getCrc();
    try {
      InputStream bytes = new CheckedInputStream(zip.getInputStream(entry), checksum);
      return ByteReader.of(file.resolve(DATA), bytes, OptionalLong.of(entry.getSize()));
    } catch (IOException e) {
      throw ByteReader.failure(file, e);
    }
  }

  /** What a ZIP archive without the array is, by the names in it. */
  private String without() {
    if (holds("data.pkl")) {
      return "a checkpoint of PyTorch, no image set: make a model of it by `rivulet import`";
    }
    return holds(".npy")
        ? "NPZ without the array 'data': ImageNet32 and 64 have one; save other sets as one array"
            + " by numpy.save"
        : "a ZIP archive without the array 'data' of an NPZ: unpack it and give the file or folder"
            + " of images";
  }

  private boolean holds(String ending) {
    return zip.stream().anyMatch(entry -> entry.getName().endsWith(ending));
  }

  private ImageShape shape(NpyHeader header) {
    List<Long> sizes = header.shape();
    NpyReader.checkBytes(in.name(), header);
    if (sizes.size() == 2) {
      long side = Math.round(Math.sqrt(sizes.get(1) / (double) CHANNELS));
      if (side > 0 && CHANNELS * side * side == sizes.get(1)) {
        return ImageShape.of(in.name(), CHANNELS, side, side);
      }
    }
    throw new DataException(
        in.name()
            + ": rows of 3*S*S bytes expected, array has shape "
            + sizes
            + ": save it as images x 3 x rows x columns by numpy.save");
  }

  private void requireSize() {
    long held = in.remaining().orElseThrow();
    long row = (long) shape.channels() * shape.height() * shape.width();
    if (count < 1 || held / row != count || held % row != 0) {
      throw new DataException(
          in.name()
              + ": header says "
              + count
              + " images of "
              + shape
              + ", file holds "
              + held
              + " bytes: it is damaged, fetch it again");
    }
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public OptionalInt read(byte[] planar) {
    if (in.read(planar, planar.length) < planar.length) {
      throw new DataException(
          in.name() + ": ends within image " + read + " of " + count + ": fetch it again");
    }
    read++;
    return OptionalInt.empty();
  }

  @Override
  public void finish() {
    // ZipFile leaves the checksum of an entry to whoever reads it.
    if (!in.atEnd() || checksum.getValue() != crc) {
      throw new DataException(
          in.name() + ": its checksum is not that of its bytes: it is damaged, fetch it again");
    }
  }

  @Override
  public void close() {
    in.close();
    closeZip();
  }

  private void closeZip() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new DataException(
          zip.getName() + ": cannot be closed (" + DataException.reason(e) + ")", e);
    }
  }
}
