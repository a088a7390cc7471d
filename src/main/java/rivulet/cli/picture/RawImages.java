package rivulet.cli.picture;

import java.nio.file.Path;
import rivulet.flow.ModelSpec;
import rivulet.store.NpyWriter;

/** Images before rounding, for other tools. */
public final class RawImages {
  private RawImages() {}

  /**
   * Writes float32, N × C × H × W.
   *
   * @param shift halvings between the model's images and these
   */
  public static void write(Path file, ModelSpec spec, int shift, double[][] images) {
    int height = spec.pyramid().height() >> shift;
    int width = spec.pyramid().width() >> shift;
    int size = spec.pyramid().channels() * height * width;
    float[] values = new float[Math.multiplyExact(images.length, size)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) images[i / size][i % size];
    }
    long[] shape = {images.length, spec.pyramid().channels(), height, width};
    NpyWriter.floats(file, shape, values);
  }
}
