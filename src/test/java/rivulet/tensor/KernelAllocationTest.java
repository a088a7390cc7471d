package rivulet.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.tensor.KernelCatalog.Run;

/** After warm-up no kernel puts anything on the heap: a boxed vector would. */
final class KernelAllocationTest {
  private static final int N = 1029;
  private static final int CALLS = 500;

  /** Keeps the results of reductions alive. */
  private static double sink;

  record Case(String name, Runnable call) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() {
    Run[] r = new Run[5];
    for (int i = 0; i < r.length; i++) {
      MemorySegment segment = Arena.ofAuto().allocate(4L * N, 64);
      SampleFloats.fillOrdinary(segment, i);
      r[i] = new Run(segment, 0);
    }
    List<Case> cases = new ArrayList<>();
    for (var e : KernelCatalog.all()) {
      cases.add(new Case(e.name(), () -> e.call().run(r[0], r[1], r[2], r[3], r[4], N)));
    }
    MemorySegment a = r[0].segment();
    MemorySegment b = r[1].segment();
    cases.add(new Case("dot", () -> sink += Reductions.dot(a, 0, b, 0, N)));
    cases.add(new Case("sum", () -> sink += Reductions.sum(a, 0, N)));
    cases.add(new Case("sumOfSquares", () -> sink += Reductions.sumOfSquares(a, 0, N)));
    cases.add(new Case("maxAbs", () -> sink += Reductions.maxAbs(a, 0, N)));
    cases.add(new Case("allFinite", () -> sink += Reductions.allFinite(a, 0, N) ? 1 : 0));
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void allocatesNothing(Case kernel) {
    long perCall = HeapPerCall.bytes(kernel.call(), CALLS);
    assertEquals(0, perCall, kernel + ": bytes per call");
  }
}
