package rivulet.autodiff;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Inputs for tests, each entry ±[0.2, 1.2): away from zero, where elu has a kink. */
public final class SampleArrays {
  private SampleArrays() {}

  static double[] entries(SplittableRandom random, int count) {
    double[] array = new double[count];
    for (int i = 0; i < count; i++) {
      double size = (float) random.nextDouble(0.2, 1.2);
      array[i] = random.nextBoolean() ? size : -size;
    }
    return array;
  }

  /** One array for a shared value, one per image otherwise; kernels scaled by their fan-in. */
  public static double[][] of(SplittableRandom random, Value value, int images) {
    double[][] data = new double[value.perImage() ? images : 1][];
    for (int n = 0; n < data.length; n++) {
      data[n] = entries(random, (int) value.extent().elements());
      if (!value.isImage()) {
        double scale = 1.5 / Math.sqrt(value.kernel().inputs() * value.kernel().taps());
        for (int i = 0; i < data[n].length; i++) {
          data[n][i] = (float) (data[n][i] * scale);
        }
      }
    }
    return data;
  }

  /** All inputs of a program by name. */
  public static Map<String, double[][]> inputs(
      SplittableRandom random, Program program, int images) {
    Map<String, double[][]> inputs = new LinkedHashMap<>();
    program.inputs().forEach((name, value) -> inputs.put(name, of(random, value, images)));
    return inputs;
  }
}
