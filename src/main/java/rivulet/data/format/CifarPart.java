package rivulet.data.format;

import java.util.OptionalInt;
import rivulet.data.DataException;
import rivulet.data.ImageShape;

/** One file of records of CIFAR. */
final class CifarPart implements ImageSource {
  private static final int SIDE = 32;
  private static final int CHANNELS = 3;

  private final CifarKind kind;
  private final ByteReader in;
  private final ImageShape shape;
  private final long count;
  private final byte[] labels;
  private long read;

  /**
   * @throws DataException unless its size is that of whole records
   */
  CifarPart(CifarKind kind, ByteReader in) {
    this.kind = kind;
    this.in = in;
    this.shape = ImageShape.of(in.name(), CHANNELS, SIDE, SIDE);
    this.labels = new byte[kind.labels()];
    long bytes = in.remaining().orElseThrow();
    int record = labels.length + CHANNELS * SIDE * SIDE;
    this.count = bytes / record;
    if (bytes == 0 || bytes % record != 0) {
      in.close();
      throw new DataException(
          in.name()
              + ": "
              + kind.label()
              + " has records of "
              + record
              + " bytes, file holds "
              + bytes
              + ", which is no whole number of them: the download is incomplete or of another kind,"
              + " fetch it again");
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
    int got = in.read(labels, labels.length) + in.read(planar, planar.length);
    if (got < labels.length + planar.length) {
      throw new DataException(
          in.name() + ": ends within record " + read + " of " + count + ": fetch it again");
    }
    int label = Byte.toUnsignedInt(labels[labels.length - 1]);
    if (label >= kind.classes()) {
      throw new DataException(
          in.name()
              + ": record "
              + read
              + " has label "
              + label
              + ", "
              + kind.label()
              + " has 0 to "
              + (kind.classes() - 1)
              + ": the file is damaged or of another kind, fetch it again");
    }
    read++;
    return OptionalInt.of(label);
  }

  @Override
  public void finish() {
    // The size was that of whole records.
  }

  @Override
  public void close() {
    in.close();
  }
}
