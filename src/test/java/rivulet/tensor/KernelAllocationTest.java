package rivulet.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.tensor.KernelCatalog.Run;

/** After warm-up no kernel puts anything on the heap: a boxed vector would. */
final class KernelAllocationTest {
  private static final int N = 1029;
  private static final int CALLS = 500;

  /**
   * What compilation may take; a kernel that boxes never gets to zero. Tests of this room use
   * shared arenas, as the product does: once the compiler has seen confined ones only, it takes
   * minutes of recompilation to unlearn the branch that checks the owner.
   */
  private static final long WARM_UP_NANOS = 20_000_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

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
    long start = System.nanoTime();
    long perCall;
    do {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        kernel.call().run();
      }
      perCall = (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS;
    } while (perCall > 0 && System.nanoTime() - start < WARM_UP_NANOS);
    assertEquals(0, perCall, kernel + ": bytes per call");
  }
}
