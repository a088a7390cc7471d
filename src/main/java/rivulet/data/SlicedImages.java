package rivulet.data;

import java.util.List;
import java.util.OptionalInt;

/** A run of neighbouring images of another set. */
record SlicedImages(ImageSet whole, long offset, long count) implements ImageSet {
  static ImageSet of(ImageSet whole, long offset, long limit) {
    long total = whole.count();
    if (offset < 0 || limit < 1 || offset > total - limit) {
      throw new IllegalArgumentException(
          whole.name()
              + ": slice of "
              + limit
              + " images from "
              + offset
              + " asked, the set has "
              + total
              + " images");
    }
    return offset == 0 && limit == total ? whole : new SlicedImages(whole, offset, limit);
  }

  @Override
  public String name() {
    return whole.name() + "[" + offset + ":" + (offset + count) + "]";
  }

  @Override
  public int channels() {
    return whole.channels();
  }

  @Override
  public int height() {
    return whole.height();
  }

  @Override
  public int width() {
    return whole.width();
  }

  @Override
  public void read(long index, byte[] destination) {
    whole.read(position(index), destination);
  }

  @Override
  public OptionalInt label(long index) {
    return whole.label(position(index));
  }

  @Override
  public List<String> classNames() {
    return whole.classNames();
  }

  @Override
  public boolean turned(long index) {
    return whole.turned(position(index));
  }

  @Override
  public long originalIndex(long index) {
    return whole.originalIndex(position(index));
  }

  private long position(long index) {
    // The name is built only for the message: read() allocates nothing.
    if (index < 0 || index >= count) {
      ImageIndex.check(name(), index, count);
    }
    return offset + index;
  }
}
