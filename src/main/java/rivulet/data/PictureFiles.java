package rivulet.data;

import java.nio.file.Path;
import java.util.List;
import rivulet.data.format.PictureDecoder;

/**
 * Pictures that are decoded whenever they are asked for.
 *
 * @param shape of each, as their headers say
 * @param files one for each image
 */
record PictureFiles(ImageShape shape, List<Path> files) implements Pixels {
  @Override
  public void read(long index, byte[] destination) {
    decode(index, destination);
  }

  /** Whether it had to be turned. */
  boolean decode(long index, byte[] destination) {
    return new PictureDecoder(files.get((int) index)).decode(shape, destination);
  }

  @Override
  public boolean turned(long index) {
    return new PictureDecoder(files.get((int) index)).header().turns();
  }
}
