package rivulet.perf;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;

/** Images of one shape in bordered layout. */
final class Images {
  private final Layout layout;
  private final MemorySegment memory;
  private final int count;

  Images(Shape shape, int count, Workspace workspace) {
    this.layout = new Layout(shape, 1);
    this.memory = workspace.allocate(layout.imageBytes() * count);
    this.count = count;
  }

  /** Fills in the values of a stream, image {@code first} first. */
  Images fill(int stream, int first) {
    int entries = (int) layout.shape().elements();
    for (int n = 0; n < count; n++) {
      double[] planar = TestValues.doubles(stream, (first + n) * entries, entries);
      layout.scatter(planar, 0, memory, at(n));
    }
    return this;
  }

  MemorySegment memory() {
    return memory;
  }

  long at(int image) {
    return image * layout.imageBytes();
  }

  float[] planar() {
    int entries = (int) layout.shape().elements();
    double[] planar = new double[entries * count];
    for (int n = 0; n < count; n++) {
      layout.gather(memory, at(n), planar, n * entries);
    }
    float[] values = new float[planar.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) planar[i];
    }
    return values;
  }
}
