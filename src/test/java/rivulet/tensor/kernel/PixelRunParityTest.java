package rivulet.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.convolution.Convolution;
import rivulet.tensor.kernel.convolution.ImageBatch;
import rivulet.tensor.kernel.convolution.KernelGradient;

/** Images of one pixel under 1×1 kernels, many at once and with gaps, against plain sums. */
final class PixelRunParityTest {
  private Workspace workspace;

  @BeforeEach
  void open() {
    workspace = new Workspace();
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  private MemorySegment random(long floats, long seed) {
    MemorySegment s = workspace.allocate(4 * floats);
    SplittableRandom random = new SplittableRandom(seed);
    for (long i = 0; i < floats; i++) {
      s.set(Lanes.FLOAT, 4 * i, (float) random.nextDouble(-1, 1));
    }
    return s;
  }

  private static void clean(MemorySegment s, Layout layout, int images) {
    for (int n = 0; n < images; n++) {
      for (int c = layout.shape().channels(); c < layout.imageBytes() / 4; c++) {
        s.set(Lanes.FLOAT, n * layout.imageBytes() + 4L * c, 0f);
      }
    }
  }

  /** Which of the images take part: all but some, so that there are runs of several lengths. */
  private static boolean takesPart(int n, int images) {
    return images < 4 || (n != 2 && n % 7 != 6);
  }

  @ParameterizedTest
  @CsvSource({"1, 2, 64", "3, 64, 64", "70, 33, 17", "70, 64, 2", "150, 2, 2", "20, 16, 15"})
  void convolution(int images, int inputs, int outputs) {
    Layout in = new Layout(new Shape(inputs, 1, 1), 0);
    Layout out = new Layout(new Shape(outputs, 1, 1), 0);
    Convolution convolution = Convolution.of(in.shape(), outputs, 1, Tuning.DEFAULT);
    MemorySegment x = random(images * in.imageBytes() / 4, 1);
    clean(x, in, images);
    MemorySegment y = random(images * out.imageBytes() / 4, 2);
    MemorySegment before = workspace.allocate(y.byteSize()).copyFrom(y);
    MemorySegment w = random((long) inputs * outputs, 3);
    MemorySegment packed = workspace.allocate(convolution.packedBytes());
    convolution.pack(w, 0, false, packed, 0);
    ImageBatch batch = new ImageBatch(images);
    for (int n = 0; n < images; n++) {
      if (takesPart(n, images)) {
        batch.add(x, n * in.imageBytes(), y, n * out.imageBytes());
      }
    }
    MemorySegment scratch = workspace.allocate(convolution.scratchBytes());
    convolution.run(batch, packed, 0, scratch, 0);
    for (int n = 0; n < images; n++) {
      for (int o = 0; o < outputs; o++) {
        long at = n * out.imageBytes() + 4L * o;
        float expected =
            takesPart(n, images)
                ? sum(x, n * in.imageBytes(), w, o, inputs)
                : before.get(Lanes.FLOAT, at);
        assertEquals(expected, y.get(Lanes.FLOAT, at), "image " + n + ", channel " + o);
      }
    }
  }

  /** In the order of the input channels, each term rounded once. */
  private static float sum(MemorySegment x, long at, MemorySegment w, int output, int inputs) {
    float sum = 0;
    for (int i = 0; i < inputs; i++) {
      float weight = w.get(Lanes.FLOAT, 4L * ((long) output * inputs + i));
      sum = Math.fma(x.get(Lanes.FLOAT, at + 4L * i), weight, sum);
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"1, 2, 64", "70, 64, 64", "70, 33, 17", "70, 64, 2", "150, 2, 2"})
  void kernelGradient(int images, int inputs, int outputs) {
    Layout in = new Layout(new Shape(inputs, 1, 1), 0);
    Layout out = new Layout(new Shape(outputs, 1, 1), 0);
    KernelShape shape = new KernelShape(outputs, inputs, 1);
    KernelGradient kernel = KernelGradient.of(new Shape(1, 1, 1), shape, 0, Tuning.DEFAULT);
    MemorySegment x = random(images * in.imageBytes() / 4, 1);
    clean(x, in, images);
    MemorySegment g = random(images * out.imageBytes() / 4, 2);
    clean(g, out, images);
    MemorySegment sums = workspace.allocate(4L * kernel.packedFloats());
    ImageBatch batch = new ImageBatch(images);
    for (int n = 0; n < images; n++) {
      if (takesPart(n, images)) {
        batch.add(x, n * in.imageBytes(), g, n * out.imageBytes());
      }
    }
    kernel.accumulate(batch, sums, 0, workspace.allocate(kernel.scratchBytes()), 0);
    MemorySegment w = workspace.allocate(4L * inputs * outputs);
    kernel.unpackAdding(sums, 0, w, 0);
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        double expected = 0;
        double size = 0;
        for (int n = 0; n < images; n++) {
          double term =
              (double) x.get(Lanes.FLOAT, n * in.imageBytes() + 4L * i)
                  * g.get(Lanes.FLOAT, n * out.imageBytes() + 4L * o);
          expected += takesPart(n, images) ? term : 0;
          size += Math.abs(term);
        }
        float found = w.get(Lanes.FLOAT, 4L * ((long) o * inputs + i));
        assertEquals(expected, found, 1e-6 * size, o + ", " + i);
      }
    }
  }
}
