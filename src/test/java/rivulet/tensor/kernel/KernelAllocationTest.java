package rivulet.tensor.kernel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rivulet.tensor.kernel.KernelCatalog.Run;

/**
 * With the launcher's flags no kernel puts anything on the heap after warm-up: a boxed vector
 * would.
 */
final class KernelAllocationTest {
  private static final int N = 1029;
  private static final int CALLS = 500;

  /** Keeps the results of reductions alive. */
  private static double sink;

  @Test
  void allocatesNothingWithTheLaunchersFlags() throws IOException, InterruptedException {
    HeapCheck.requireNone(KernelAllocationTest.class);
  }

  /** The program that the test starts. */
  public static void main(String[] names) {
    HeapCheck.report(cases(), names);
  }

  private static List<HeapCheck.Case> cases() {
    Run[] r = new Run[5];
    for (int i = 0; i < r.length; i++) {
      MemorySegment segment = Arena.ofAuto().allocate(4L * N, 64);
      SampleFloats.fillOrdinary(segment, i);
      r[i] = new Run(segment, 0);
    }
    List<HeapCheck.Case> cases = new ArrayList<>();
    for (var e : KernelCatalog.all()) {
      cases.add(
          HeapCheck.Case.of(e.name(), CALLS, () -> e.call().run(r[0], r[1], r[2], r[3], r[4], N)));
    }
    MemorySegment a = r[0].segment();
    MemorySegment b = r[1].segment();
    cases.add(HeapCheck.Case.of("dot", CALLS, () -> sink += Reductions.dot(a, 0, b, 0, N)));
    cases.add(HeapCheck.Case.of("sum", CALLS, () -> sink += Reductions.sum(a, 0, N)));
    cases.add(
        HeapCheck.Case.of("sumOfSquares", CALLS, () -> sink += Reductions.sumOfSquares(a, 0, N)));
    cases.add(
        HeapCheck.Case.of("allFinite", CALLS, () -> sink += Reductions.allFinite(a, 0, N) ? 1 : 0));
    return cases;
  }
}
