package rivulet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.DataException;
import rivulet.ode.SolverOptions;

/** Points of other columns are refused, and listeners are heard. */
final class PointFlowContractTest {
  private static final PointData MOONS = PointData.density("moons");
  private static final Measuring HOW = Measuring.usual().withSolver("bosh3", 1e-2).withThreads(1);

  @TempDir private Path folder;

  private static PointTraining training() {
    return PointTraining.of(MOONS).hidden(8).batch(128).updates(5).threads(1);
  }

  private static void assertRefused(String message, Executable asked) {
    String found = assertThrows(IllegalArgumentException.class, asked).getMessage();
    assertEquals(message, found);
  }

  @Test
  void dataOfOtherColumnsAreRefused() {
    PointFlow flow = training().untrained();
    String line = "points: the flow has 2 columns, twonormals has 1";
    PointData normals = PointData.density("twonormals");
    assertRefused(line, () -> flow.measure(normals, 10, HOW));
    PointData wide = PointData.mixture(3);
    String three = "points: the flow has 2 columns, " + wide.label() + " has 3";
    assertRefused(three, () -> flow.measure(wide, 10, HOW));
    assertRefused(three, () -> flow.velocityError(wide, 1));
    assertRefused(three, () -> flow.velocityError(wide.limited(100), 1));
    double[][] drawn = {{1, 2}};
    Path png = folder.resolve("a.png");
    Path svg = folder.resolve("a.svg");
    assertRefused(line, () -> flow.savePicture(png, svg, normals, drawn, HOW));
    assertFalse(Files.exists(png));
    PointData table = PointData.of(new double[20][3]);
    assertRefused("points: the flow has 2 columns, rows has 3", () -> flow.measure(table, 10, HOW));
    assertTrue(flow.velocityError(PointData.mixture(2), 1).isPresent());
  }

  @Test
  void samplesOfOtherColumnsAreNotWritten() {
    PointFlow flow = training().untrained();
    Path csv = folder.resolve("samples.csv");
    for (double[][] drawn : new double[][][] {{{1}, {2}}, {{1, 2, 3}, {4, 5, 6}}}) {
      assertThrows(IllegalArgumentException.class, () -> flow.saveSamples(csv, drawn));
    }
    assertFalse(Files.exists(csv));
    flow.saveSamples(csv, new double[][] {{1, 2}});
    assertTrue(Files.exists(csv));
  }

  /** Writes down what it is told and stops before the update of that number. */
  private static final class Stopping implements TrainingListener {
    final List<String> told = new ArrayList<>();
    private final long last;

    Stopping(long last) {
      this.last = last;
    }

    @Override
    public void begun(long done) {
      told.add("begun " + done);
    }

    @Override
    public boolean cancelled() {
      return told.size() > last;
    }

    @Override
    public boolean updated(long update, double loss) {
      told.add("update " + update);
      return true;
    }
  }

  @Test
  void aListenerStopsATrainingBeforeAnyUpdate() {
    Stopping never = new Stopping(0);
    PointFlow untrained = training().run(never);
    assertEquals(List.of("begun 0"), never.told);
    assertEquals("0", untrained.description().provenance().get("steps"));
    Stopping later = new Stopping(2);
    training().run(later);
    assertEquals(List.of("begun 0", "update 1", "update 2"), later.told);
  }

  @Test
  void aTableStaysOneWhenTrainingSeesLessOfIt() {
    double[][] rows = new double[20][2];
    for (int n = 0; n < rows.length; n++) {
      rows[n][0] = n;
      rows[n][1] = n * n % 7;
    }
    PointData some = PointData.of(rows).limited(5);
    assertTrue(some.isTable());
    assertEquals(20, some.rows().length);
    some.saveHeldOut(folder.resolve("held-out.csv"));
    assertFalse(MOONS.limited(5).isTable());
  }

  @Test
  void aMomentThatIsOverKeepsItsNumbersAndGivesNoFlow() {
    List<PointTraining.Moment> moments = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    List<PointFlow> flows = new ArrayList<>();
    PointFlow last =
        training()
            .watch(now -> {
              moments.add(now);
              losses.add(now.loss());
              flows.add(now.flow());
              return true;
            });
    double[][] points = {{0.5, 0.5}};
    assertEquals(last.logLikelihood(points)[0], flows.getLast().logLikelihood(points)[0]);
    assertEquals(5, moments.size());
    for (int n = 0; n < moments.size(); n++) {
      PointTraining.Moment kept = moments.get(n);
      assertEquals(n + 1, kept.update());
      assertEquals(losses.get(n), kept.loss());
      String line = assertThrows(IllegalStateException.class, kept::flow).getMessage();
      assertTrue(line.startsWith("points: the training has gone on since update " + (n + 1)), line);
    }
  }

  @Test
  void timesOutsideTheFlowAreRefused() {
    PointFlow flow = training().untrained();
    double[][] points = {{0, 1}};
    String line = "points: a velocity needs times from 0, the data, to 1, the noise, found ";
    assertRefused(line + "[0.5, NaN]", () -> flow.velocity(points, 0.5, Double.NaN));
    assertRefused(line + "[-0.1]", () -> flow.velocity(points, -0.1));
    assertRefused(line + "[1.1]", () -> flow.velocity(points, 1.1));
    assertRefused(line + "[]", () -> flow.velocity(points));
    assertEquals(2, flow.velocity(points, 0, 1).length);
    String falling = "points: times must fall from 1 to 0, found ";
    Sampling drawn = Sampling.usual().withThreads(1);
    assertRefused(falling + "[]", () -> flow.trajectories(2, new double[0], drawn));
    assertRefused(falling + "[0.0, 1.0]", () -> flow.trajectories(2, new double[] {0, 1}, drawn));
  }

  @Test
  void drawingsThatDoNotArriveOrAreTooManyAreTold() {
    PointFlow flow = training().run((_, _) -> true);
    Sampling tight =
        Sampling.usual().withSolver(SolverOptions.adaptive("dopri5", 1e-13).withLimits(1, 0));
    for (Executable drawn :
        List.<Executable>of(
            () -> flow.sample(70, tight),
            () -> flow.trajectories(70, new double[] {1, 0}, tight))) {
      String line = assertThrows(IllegalStateException.class, drawn).getMessage();
      assertTrue(line.startsWith("play: point 0: ") && line.contains("too many steps"), line);
    }
    assertRefused(
        "points: at most 536870912 points of 2 columns are drawn at once, asked 2147483647",
        () -> flow.sample(Integer.MAX_VALUE, tight));
  }

  @Test
  void pointsThatAreNoneAreRefused() {
    assertRefused(
        "points: held-out points must be 0 or more, found -1", () -> MOONS.heldOut(-1, 1));
    PointData mixture = PointData.mixture(3);
    String line = "points: point 0 has 1 columns, " + mixture.label() + " has 3";
    assertRefused(line, () -> mixture.logDensity(new double[][] {{1}}));
    PointData.Stroke stroke =
        new PointData.Stroke(new double[] {0, 1}, new double[] {0, 1}, 0.1, 1);
    for (int rows : new int[] {-1, Integer.MAX_VALUE}) {
      assertRefused(
          "strokes: rows must be 1 to 536870912, found " + rows,
          () -> PointData.drawn(List.of(stroke), rows, 1));
    }
    PointFlow flow = training().untrained();
    flow.save(folder.resolve("model.safetensors"));
    assertEquals(flow.description().columns(), PointFlow.open(folder).description().columns());
    Path nowhere = folder.resolve("nowhere.csv");
    assertEquals(
        "csv: " + nowhere + ": no such file",
        assertThrows(DataException.class, () -> PointData.read(nowhere)).getMessage());
  }
}
