package rivulet.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.autodiff.plan.BandedInstruction;
import rivulet.autodiff.plan.Frame;
import rivulet.autodiff.plan.Member;
import rivulet.autodiff.plan.Plan;
import rivulet.autodiff.plan.PlannedProgram;
import rivulet.autodiff.plan.Sharing;
import rivulet.flow.network.AugmentedDynamics;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.NetworkSpec;
import rivulet.parallel.WorkerPool;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.HeapCheck;
import rivulet.tensor.kernel.Tuning;
import rivulet.tensor.kernel.convolution.WinogradTile;

/** A plan computes the same bits with a crew and without, and allocates nothing on any thread. */
@Timeout(300)
final class CrewBitsTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int LANES = 2;
  private static final List<WinogradTile> TILES =
      List.of(WinogradTile.NONE, WinogradTile.TWO, WinogradTile.FOUR);

  /** Splits everything that has two rows. */
  private static final Sharing.Terms ALWAYS = new Sharing.Terms(1, 0);

  static LongStream seeds() {
    return LongStream.range(0, 90);
  }

  /** Inputs, parameters and cotangents of one program. */
  private record Problem(
      Gradient gradient, Map<String, double[][]> inputs, Map<String, double[][]> cotangents) {

    static Problem of(Program program, List<String> outputs, long seed) {
      Gradient gradient = Vjp.transform(program, "z", outputs);
      SplittableRandom random = new SplittableRandom(seed);
      Map<String, double[][]> inputs = SampleArrays.inputs(random, program, LANES);
      Map<String, double[][]> cotangents = new TreeMap<>();
      gradient
          .cotangents()
          .forEach((name, value) -> cotangents.put(name, SampleArrays.of(random, value, LANES)));
      return new Problem(gradient, inputs, cotangents);
    }

    private void fill(PlannedProgram planned) {
      planned
          .plan()
          .parameters()
          .forEach(p -> planned.parameter(p.name(), inputs.get(p.name())[0]));
      planned.update();
      planned.select(1, 0);
      for (int lane = 0; lane < LANES; lane++) {
        planned.inputs(inputs, lane, lane);
        planned.clearSums(lane);
        int to = lane;
        cotangents.forEach((name, data) -> planned.cotangent(name, to, data[to]));
      }
    }

    private static void solve(PlannedProgram planned) {
      planned.run(Plan.Phase.SOLVE, 0);
      planned.run(Plan.Phase.EVALUATE_PRIMAL, 0);
      planned.run(Plan.Phase.EVALUATE, 0);
      planned.run(Plan.Phase.REVERSE_EVALUATION, 0);
      planned.run(Plan.Phase.REVERSE_SOLVE, 0);
    }

    /** All that the phases compute. */
    private double[][] results(PlannedProgram planned) {
      fill(planned);
      solve(planned);
      planned.run(Plan.Phase.REVERSE_UPDATE, 0);
      List<double[]> results = new ArrayList<>();
      for (int lane = 0; lane < LANES; lane++) {
        for (String name : gradient.program().outputs().keySet()) {
          results.add(planned.output(name, lane));
        }
        results.add(planned.stateGradient(lane));
      }
      planned.plan().parameters().forEach(p -> results.add(planned.parameterGradient(p.name())));
      return results.toArray(double[][]::new);
    }

    void compare(Tuning tuning, WorkerPool crew, Sharing.Terms terms) {
      try (PlannedProgram alone = new PlannedProgram(gradient, tuning, LANES, 1);
          PlannedProgram shared = new PlannedProgram(gradient, tuning, LANES, 1)) {
        shared.crew(crew, terms);
        assertArrayEquals(results(alone), results(shared));
      }
    }
  }

  private static Problem network(int size) {
    NetworkSpec spec =
        new NetworkSpec(
            LayerKind.CONCATSQUASH,
            Activation.SOFTPLUS,
            List.of(32, 32),
            new Shape(9, size, size),
            3,
            3);
    Program program = AugmentedDynamics.program(spec, 1);
    return Problem.of(program, AugmentedDynamics.seeds(program), 1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomProgramsHaveTheSameBits(long seed) {
    Program program = RandomProgram.of(seed);
    Problem problem = Problem.of(program, List.copyOf(program.outputs().keySet()), seed);
    WinogradTile tile = TILES.get((int) (seed % TILES.size()));
    try (WorkerPool crew = new WorkerPool(2 + (int) (seed / 3 % 3))) {
      problem.compare(new Tuning(tile), crew, ALWAYS);
    }
  }

  @Test
  void networksHaveTheSameBitsInCrewsOfAnySize() {
    for (int members = 1; members <= 4; members++) {
      try (WorkerPool crew = new WorkerPool(members)) {
        network(33).compare(Tuning.DEFAULT, crew, new Sharing.Terms(10_000, 0));
      }
    }
  }

  /** Bands as they are dealt. */
  private static class Recorder implements BandedInstruction {
    final AtomicInteger bands = new AtomicInteger();
    final AtomicInteger rows = new AtomicInteger();

    @Override
    public void run(Frame frame) {
      throw new UnsupportedOperationException("the test calls Sharing");
    }

    @Override
    public void run(Frame frame, Member member) {
      bands.incrementAndGet();
      rows.addAndGet(member.band.end(9) - member.band.first(9));
    }

    @Override
    public String describe() {
      return "recorder";
    }
  }

  @Test
  void onlyWhatTakesLongIsShared() {
    try (WorkerPool crew = new WorkerPool(3);
        PlannedProgram planned = new PlannedProgram(network(4).gradient(), Tuning.DEFAULT, 1, 1)) {
      Sharing sharing = new Sharing(planned.frame(), crew, new Sharing.Terms(100, 0));
      assertEquals(1, bands(sharing, 9, 199));
      assertEquals(2, bands(sharing, 9, 200));
      assertEquals(3, bands(sharing, 9, 1_000));
      assertEquals(2, bands(sharing, 2, 1_000));
      assertEquals(1, bands(sharing, 1, 1_000));
    }
  }

  @Test
  void aCrewThatIsLateIsLeftAloneForAWhile() {
    try (WorkerPool crew = new WorkerPool(2);
        PlannedProgram planned = new PlannedProgram(network(4).gradient(), Tuning.DEFAULT, 1, 1)) {
      Sharing sharing = new Sharing(planned.frame(), crew, new Sharing.Terms(1, 8));
      lateCall(sharing);
      assertEquals(1, bands(sharing, 9, 1_000));
      // For eight times the loss, which is less than a minute.
      assertEquals(1, bands(sharing, 9, 8 * 60_000_000_000L));
      assertEquals(2, bands(sharing, 9, 1_000));
      Sharing patient = new Sharing(planned.frame(), crew, new Sharing.Terms(1, 0));
      lateCall(patient);
      assertEquals(2, bands(patient, 9, 1_000));
    }
  }

  /** Both members come, and the caller waits for the other one. */
  private static void lateCall(Sharing sharing) {
    AtomicInteger present = new AtomicInteger();
    BandedInstruction late =
        new Recorder() {
          @Override
          public void run(Frame frame, Member member) {
            present.incrementAndGet();
            while (present.get() < 2) {
              Thread.onSpinWait();
            }
            long start = System.nanoTime();
            while (member.work > 0 && System.nanoTime() - start < 1_500_000_000L) {
              Thread.onSpinWait();
            }
          }
        };
    sharing.run(late, 9, 1_000);
  }

  @Test
  void aFailureIsThrownAsByTheUndividedCall() {
    try (WorkerPool crew = new WorkerPool(2);
        PlannedProgram planned = new PlannedProgram(network(4).gradient(), Tuning.DEFAULT, 1, 1)) {
      Sharing sharing = new Sharing(planned.frame(), crew, new Sharing.Terms(1, 0));
      BandedInstruction failing =
          new Recorder() {
            @Override
            public void run(Frame frame, Member member) {
              throw new IllegalStateException("band");
            }
          };
      for (long nanoseconds : new long[] {1, 1_000}) {
        assertEquals(
            "band",
            assertThrows(IllegalStateException.class, () -> sharing.run(failing, 9, nanoseconds))
                .getMessage());
      }
    }
  }

  private static int bands(Sharing sharing, int rows, long nanoseconds) {
    Recorder recorder = new Recorder();
    sharing.run(recorder, rows, nanoseconds);
    assertEquals(rows, recorder.rows.get());
    return recorder.bands.get();
  }

  /** With the launcher's flags, after warm-up; the cost of asking is taken off. */
  @Test
  void nothingIsAllocatedOnAnyThreadWithTheLaunchersFlags()
      throws IOException, InterruptedException {
    HeapCheck.requireNone(CrewBitsTest.class);
  }

  /** The program that the test starts. */
  public static void main(String[] names) {
    HeapCheck.report(List.of(new HeapCheck.Case("crew", 0, CrewBitsTest::crewRounds)), names);
  }

  private static LongSupplier crewRounds() {
    Problem problem = network(24);
    WorkerPool crew = new WorkerPool(2);
    PlannedProgram planned = new PlannedProgram(problem.gradient(), Tuning.DEFAULT, LANES, 1);
    planned.crew(crew, Sharing.Terms.DEFAULT);
    problem.fill(planned);
    long[] ids = threads(crew);
    return () -> {
      long before = allocated(ids);
      for (int round = 0; round < 5; round++) {
        Problem.solve(planned);
      }
      long after = allocated(ids);
      long bean = allocated(ids) - after;
      return after - before - bean;
    };
  }

  private static long[] threads(WorkerPool crew) {
    long[] ids = new long[crew.workers()];
    AtomicInteger present = new AtomicInteger();
    crew.run(
        ids.length,
        (worker, task) -> {
          ids[worker] = Thread.currentThread().threadId();
          present.incrementAndGet();
          while (present.get() < ids.length) {
            Thread.onSpinWait();
          }
        });
    return ids;
  }

  private static long allocated(long[] ids) {
    long sum = 0;
    for (long id : ids) {
      sum += THREADS.getThreadAllocatedBytes(id);
    }
    return sum;
  }
}
