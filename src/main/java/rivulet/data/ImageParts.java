package rivulet.data;

import java.util.List;
import java.util.OptionalInt;
import rivulet.data.format.ImageSource;

/** A set that is published as several files, one after another. */
public final class ImageParts {
  private ImageParts() {}

  /** Opens one of the files; each is opened twice, to be counted and to be read. */
  public interface Opener {
    ImageSource open();
  }

  /**
   * Reads all of them.
   *
   * @param source of all, for messages
   * @param name of the set, for people
   * @param parts at least one
   * @param classNames by label, or none
   * @throws DataException if images differ in size, or some have labels and others none
   */
  public static ImageSet read(
      String source, String name, List<? extends Opener> parts, List<String> classNames) {
    long count = 0;
    ImageShape shape = null;
    for (Opener part : parts) {
      try (ImageSource opened = part.open()) {
        if (shape != null && !shape.equals(opened.shape())) {
          throw new DataException(
              source
                  + ": files of one set hold images of "
                  + shape
                  + " and of "
                  + opened.shape()
                  + ": give files of one size");
        }
        shape = opened.shape();
        count += opened.count();
      }
    }
    return new Gathering(source, new PackedImages.Builder(source, name, shape, count), count)
        .all(parts, classNames);
  }

  /** What has been read so far. */
  private static final class Gathering {
    private final String source;
    private final PackedImages.Builder images;
    private final byte[] labels;
    private int labelled;
    private int read;

    Gathering(String source, PackedImages.Builder images, long count) {
      this.source = source;
      this.images = images;
      this.labels = new byte[Math.toIntExact(count)];
    }

    ImageSet all(List<? extends Opener> parts, List<String> classNames) {
      for (Opener part : parts) {
        try (ImageSource opened = part.open()) {
          byte[] planar = new byte[opened.shape().bytes()];
          for (long n = 0; n < opened.count(); n++) {
            add(opened.read(planar), planar);
          }
          opened.finish();
        }
      }
      if (labelled != 0 && labelled != read) {
        throw new DataException(
            source
                + ": "
                + labelled
                + " of "
                + read
                + " images have labels: fetch all files again");
      }
      return images.build(new FolderClasses(labelled == 0 ? new byte[0] : labels, classNames));
    }

    private void add(OptionalInt label, byte[] planar) {
      images.add(planar);
      labels[read++] = (byte) label.orElse(0);
      labelled += label.isPresent() ? 1 : 0;
    }
  }
}
