package rivulet.data;

import java.security.MessageDigest;
import java.util.OptionalInt;

/**
 * The classes of a set's images, by position: what is asked for every image of every update, read
 * from the set once.
 */
public final class ImageLabels {
  /** The label of an image without class. */
  public static final int NONE = -1;

  private final int[] labels;
  private final int classes;

  private ImageLabels(int[] labels, int classes) {
    this.labels = labels;
    this.classes = classes;
  }

  /** Every image without class. */
  public static ImageLabels none() {
    return new ImageLabels(new int[0], 0);
  }

  /**
   * The labels of a set that must have them.
   *
   * @throws DataException if an image has none
   */
  public static ImageLabels of(ImageSet images) {
    int[] labels = new int[Math.toIntExact(images.count())];
    int classes = 0;
    for (int i = 0; i < labels.length; i++) {
      OptionalInt label = images.label(i);
      if (label.isEmpty()) {
        throw new DataException(
            images.name()
                + ": classes asked, image "
                + images.originalIndex(i)
                + " has no label; give IDX images with their labels file beside, NPY images with"
                + " NAME-labels.npy beside, or a folder with one subfolder per class");
      }
      labels[i] = label.getAsInt();
      classes = Math.max(classes, labels[i] + 1);
    }
    return new ImageLabels(labels, classes);
  }

  /**
   * The labels for a model of so many classes: {@link #none} for 0.
   *
   * @throws DataException if an image has no label or one that the model does not know
   */
  public static ImageLabels of(ImageSet images, int known) {
    if (known == 0) {
      return none();
    }
    ImageLabels labels = of(images);
    if (labels.classes > known) {
      throw new DataException(
          images.name()
              + ": has the label "
              + (labels.classes - 1)
              + ", the model knows the classes 0 to "
              + (known - 1));
    }
    return labels;
  }

  /** Number of classes: the largest label and one. */
  public int classes() {
    return classes;
  }

  /** The label of the image at that position, {@link #NONE} if images have no classes. */
  public int at(long position) {
    return labels.length == 0 ? NONE : labels[(int) position];
  }

  /** SHA-256 of the labels in order, one byte each, in hex. */
  public String sha256() {
    MessageDigest digest = Sha256.newDigest();
    for (int label : labels) {
      digest.update((byte) label);
    }
    return Sha256.hex(digest);
  }
}
