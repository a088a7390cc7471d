package rivulet.data;

import java.security.MessageDigest;
import java.util.List;
import java.util.OptionalInt;
import rivulet.flow.ImageClasses;

/**
 * The classes of a set's images, by position: what is asked for every image of every update, read
 * from the set once.
 */
public final class ImageLabels {
  /** The label of an image without class. */
  public static final int NONE = -1;

  private final int[] labels;
  private final ImageClasses classes;

  private ImageLabels(int[] labels, ImageClasses classes) {
    this.labels = labels;
    this.classes = classes;
  }

  /** Every image without class. */
  public static ImageLabels none() {
    return new ImageLabels(new int[0], ImageClasses.NONE);
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
                + " NAME-labels.npy beside, or a folder of 2 to 256 subfolders, one per class");
      }
      labels[i] = label.getAsInt();
      classes = Math.max(classes, labels[i] + 1);
    }
    List<String> names = images.classNames();
    return new ImageLabels(
        labels,
        names.isEmpty()
            ? ImageClasses.numbered(classes)
            : ImageClasses.named(names.subList(0, classes)));
  }

  /**
   * The labels of a set for a model: matched by name where both have names, else by number. Those
   * of {@link #none} for a model without classes.
   *
   * @throws DataException if an image has no label or one that the model does not know, or if the
   *     set has names and the model, with more classes, has none
   */
  public static ImageLabels of(ImageSet images, ImageClasses known) {
    if (known.count() == 0) {
      return none();
    }
    ImageLabels own = of(images);
    List<String> names = images.classNames();
    if (!names.isEmpty() && !known.named() && names.size() < known.count()) {
      throw new DataException(
          images.name()
              + ": has the classes "
              + ImageClasses.listed(names)
              + ", the model "
              + known.count()
              + " without names, so which are missing cannot be told: give a folder with all of"
              + " them, or train again");
    }
    int[] labels = new int[own.labels.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = matched(images, own.labels[i], known);
    }
    return new ImageLabels(labels, known);
  }

  private static int matched(ImageSet images, int label, ImageClasses known) {
    List<String> names = images.classNames();
    boolean byName = known.named() && !names.isEmpty();
    int place = byName ? known.names().indexOf(names.get(label)) : label;
    if (place < 0 || place >= known.count()) {
      throw new DataException(
          images.name()
              + (byName ? ": has the class " + names.get(label) : ": has the label " + label)
              + ", the model knows the classes "
              + known.listed()
              + (byName ? ": rename or move that folder" : ""));
    }
    return place;
  }

  /** Number of classes: the largest label and one. */
  public int classes() {
    return classes.count();
  }

  /** The classes, with their names where the set has them. */
  public ImageClasses imageClasses() {
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
