package rivulet.measure;

import rivulet.data.ImageSet;
import rivulet.flow.ModelSpec;

/** Whether images are those that a model is for; asked wherever numbers are made from both. */
public final class ImageFit {
  private ImageFit() {}

  /**
   * Checks channels, height and width.
   *
   * @param what asks, for the message: eval, train, distance
   * @throws IllegalArgumentException if they differ
   */
  public static void require(String what, ModelSpec spec, ImageSet images) {
    int channels = spec.pyramid().channels();
    int height = spec.pyramid().height();
    int width = spec.pyramid().width();
    boolean fits =
        images.channels() == channels && images.height() == height && images.width() == width;
    if (!fits) {
      throw new IllegalArgumentException(
          "%s: the model is for images of %dx%dx%d, the data holds %dx%dx%d; choose other data"
              .formatted(
                  what,
                  channels,
                  height,
                  width,
                  images.channels(),
                  images.height(),
                  images.width()));
    }
  }
}
