package rivulet.data;

import java.util.List;
import java.util.OptionalInt;

/** Chosen images of another set, in a chosen order. */
final class SelectedImages implements ImageSet {
  private final ImageSet whole;
  private final long[] positions;
  private final String name;

  private SelectedImages(ImageSet whole, long[] positions) {
    this.whole = whole;
    this.positions = positions;
    this.name = whole.name() + "[" + positions.length + " of " + whole.count() + "]";
  }

  static ImageSet of(ImageSet whole, long[] positions) {
    if (positions.length == 0) {
      throw new IllegalArgumentException(whole.name() + ": a selection needs at least one image");
    }
    for (long position : positions) {
      ImageIndex.check(whole.name(), position, whole.count());
    }
    return new SelectedImages(whole, positions.clone());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long count() {
    return positions.length;
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
    ImageIndex.check(name, index, positions.length);
    return positions[(int) index];
  }
}
