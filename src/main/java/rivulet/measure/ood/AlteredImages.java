package rivulet.measure.ood;

import java.util.List;
import java.util.OptionalInt;
import rivulet.data.ImageSet;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;

/**
 * Images of another set, each altered as a pure function of the seed and its original index; with
 * their labels.
 */
public final class AlteredImages implements ImageSet {
  /** Keeps these streams apart from others of synthetic data. */
  private static final int EPOCH = 1;

  private final ImageSet whole;
  private final Alteration how;
  private final long seed;

  private AlteredImages(ImageSet whole, Alteration how, long seed) {
    this.whole = whole;
    this.how = how;
    this.seed = seed;
  }

  /**
   * A view.
   *
   * @throws IllegalArgumentException if it cannot be done to images of that size
   */
  public static AlteredImages of(ImageSet whole, Alteration how, long seed) {
    how.require(whole.height(), whole.width());
    return new AlteredImages(whole, how, seed);
  }

  /** What they were made of. */
  public ImageSet whole() {
    return whole;
  }

  @Override
  public String name() {
    return how.label();
  }

  @Override
  public long count() {
    return whole.count();
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
    byte[] image = new byte[imageBytes()];
    whole.read(index, image);
    NoiseStream noise =
        new NoiseStream().reset(seed, Purpose.DATA, EPOCH, originalIndex(index), 0, 0, 0);
    how.apply(noise, height(), width(), image);
    System.arraycopy(image, 0, destination, 0, image.length);
  }

  @Override
  public OptionalInt label(long index) {
    return whole.label(index);
  }

  @Override
  public List<String> classNames() {
    return whole.classNames();
  }

  @Override
  public boolean turned(long index) {
    return whole.turned(index);
  }

  @Override
  public long originalIndex(long index) {
    return whole.originalIndex(index);
  }
}
