package rivulet.perf.peers;

import java.util.List;
import rivulet.perf.Kernel;

/** Results of all workers together. */
final class Results {
  private Results() {}

  /** The workers' results, one after the other or their sum. */
  static float[] merged(List<? extends Kernel> kernels, boolean sum) {
    float[] first = kernels.getFirst().result();
    int length = first.length;
    int total = 0;
    for (Kernel kernel : kernels) {
      total += kernel.result().length;
    }
    float[] all = new float[sum ? length : total];
    int at = 0;
    for (Kernel kernel : kernels) {
      float[] one = kernel.result();
      for (int i = 0; i < one.length; i++) {
        all[sum ? i : at + i] += one[i];
      }
      at += one.length;
    }
    return all;
  }
}
