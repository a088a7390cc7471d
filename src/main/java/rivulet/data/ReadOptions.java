package rivulet.data;

import java.util.Objects;

/**
 * What a path alone does not say.
 *
 * @param part which files of a folder that holds both a training and a test part; other paths
 *     ignore it
 * @param layout how a four-dimensional array, NPY or IDX, is read; other formats ignore it
 */
public record ReadOptions(Part part, NpyLayout layout) {
  /** Neither may be null. */
  public ReadOptions {
    Objects.requireNonNull(part, "part");
    Objects.requireNonNull(layout, "layout");
  }

  /** The training part, with the layout found by itself. */
  public static ReadOptions defaults() {
    return new ReadOptions(Part.TRAIN, NpyLayout.AUTO);
  }

  /** The same with another part. */
  public ReadOptions withPart(Part other) {
    return new ReadOptions(other, layout);
  }

  /** The same with another layout. */
  public ReadOptions withLayout(NpyLayout other) {
    return new ReadOptions(part, other);
  }
}
