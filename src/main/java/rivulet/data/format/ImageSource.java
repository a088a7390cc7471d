package rivulet.data.format;

import java.util.OptionalInt;
import rivulet.data.ImageShape;

/** A file of several images that is read once, from the first to the last. */
public interface ImageSource extends AutoCloseable {
  /** How many images it holds, by its size or header. */
  long count();

  /** Of each image. */
  ImageShape shape();

  /**
   * Reads the next image.
   *
   * @param planar modified; C·H·W bytes
   * @return its label, 0 to 255, if it has one
   * @throws rivulet.data.DataException if it is not there or not what it should be
   */
  OptionalInt read(byte[] planar);

  /**
   * Looks at what follows the last image.
   *
   * @throws rivulet.data.DataException if something does
   */
  void finish();

  @Override
  void close();
}
