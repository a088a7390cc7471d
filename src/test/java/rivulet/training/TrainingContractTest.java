package rivulet.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.Images;
import rivulet.Model;
import rivulet.Run;
import rivulet.TrainingListener;
import rivulet.Validation;
import rivulet.autodiff.ShapedField;
import rivulet.autodiff.TracedField;
import rivulet.autodiff.Tracer;
import rivulet.autodiff.Value;
import rivulet.tensor.Extent;
import rivulet.tensor.Shape;

/** What a plan accepts runs; what a run refuses leaves nothing; what was made is kept. */
final class TrainingContractTest {
  private static final TrainingListener GO_ON = (_, _) -> true;

  @TempDir private Path folder;

  private static Images pictures(int count) {
    byte[] pixels = new byte[count * 64];
    new Random(7).nextBytes(pixels);
    return Images.of(pixels, 1, 8, 8);
  }

  private static Training training(String pixelTransform) {
    return Training.of(pictures(24))
        .network(Network.usual().levels(2).hidden(8).pixelTransform(pixelTransform))
        .batch(8)
        .updates(6)
        .threads(1);
  }

  private void refusedByPlanAndRun(Training training) {
    Path run = folder.resolve("none");
    String planned = assertThrows(RuntimeException.class, training::plan).getMessage();
    String told =
        assertThrows(IllegalArgumentException.class, () -> training.run(run, GO_ON)).getMessage();
    assertEquals(planned, told);
    assertTrue(told.startsWith("train: "), told);
    assertFalse(Files.exists(run), told);
  }

  @Test
  void whatARunRefusesAPlanRefusesAndNoFolderIsMade() {
    Optimiser usual = Optimiser.usual();
    refusedByPlanAndRun(training("none").optimiser(usual.falls(List.of(5L, 3L))));
    refusedByPlanAndRun(training("none").optimiser(usual.falls(List.of(-5L))));
    refusedByPlanAndRun(training("none").batch(25));
    refusedByPlanAndRun(training("none").updates(-1));
    refusedByPlanAndRun(training("none").optimiser(usual.rate(Double.NaN)));
    refusedByPlanAndRun(training("none").heldBack(3).validation(pictures(3)));
    refusedByPlanAndRun(training("auto")); // too few images to choose by
    ShapedField fixed = new Fixed();
    refusedByPlanAndRun(training("none").network(Network.usual().levels(2).field(fixed)));
  }

  /** A field without parameters. */
  private record Fixed() implements ShapedField {
    @Override
    public String name() {
      return "fixed";
    }

    @Override
    public TracedField of(Shape state, int condition) {
      return new OfShape(state, condition);
    }
  }

  private record OfShape(Shape state, int condition) implements TracedField {
    @Override
    public SequencedMap<String, Extent> parameters() {
      return new LinkedHashMap<>();
    }

    @Override
    public Value trace(Tracer trace, Inputs x) {
      return trace.scale(x.state(), -1);
    }
  }

  /** Throws where it is told of a moment by that name and number. */
  private record Throwing(RuntimeException thrown, String where, long when)
      implements TrainingListener {
    private void at(String now, long update) {
      if (where.equals(now) && update == when) {
        throw thrown;
      }
    }

    @Override
    public void levels(long update, List<Level> levels) {
      at("levels", update);
    }

    @Override
    public void judged(Validation found, boolean better) {
      at("judged", found.updates());
    }

    @Override
    public boolean updated(long update, double loss) {
      at("updated", update);
      return true;
    }
  }

  private byte[] model(String run) throws IOException {
    return Files.readAllBytes(folder.resolve(run).resolve(Run.MODEL));
  }

  @Test
  void whatAListenerThrowsComesAfterItsUpdatesAreKept() throws IOException {
    training("none").run(folder.resolve("whole"), GO_ON);
    for (String where : List.of("levels", "updated")) {
      RuntimeException thrown = new UnsupportedOperationException(where);
      Path run = folder.resolve(where);
      Throwing listener = new Throwing(thrown, where, 4);
      assertSame(
          thrown, assertThrows(thrown.getClass(), () -> training("none").run(run, listener)));
      assertEquals(4, Run.read(run).updates(), where);
      assertTrue(Run.read(run).model().isPresent(), where);
      List<Long> begun = new ArrayList<>();
      training("none")
          .run(
              run,
              new TrainingListener() {
                @Override
                public void begun(long done) {
                  begun.add(done);
                }

                @Override
                public boolean updated(long update, double loss) {
                  return true;
                }
              });
      assertEquals(List.of(4L), begun);
      assertArrayEquals(model("whole"), model(where));
    }
  }

  @Test
  void theUpdatesBeforeASolveThatDoesNotArriveAreKept() {
    Path run = folder.resolve("stiff");
    TrainingObjective tight =
        TrainingObjective.hybrid(3).solver("dopri5", 1e-13).limits(1, 0).steer(0);
    Training stiff = training("none").objective(tight);
    String line =
        assertThrows(IllegalStateException.class, () -> stiff.run(run, GO_ON)).getMessage();
    assertTrue(line.startsWith("train: update 3, level "), line);
    assertEquals(3, Run.read(run).updates());
    try (Model kept = Model.open(run)) {
      assertEquals("3", kept.description().provenance().get("updates"));
    }
    assertEquals(
        line, assertThrows(IllegalStateException.class, () -> stiff.run(run, GO_ON)).getMessage());
  }

  @Test
  void aListenerThatThrowsWhereItIsToldOfAJudgementKeepsThatToo() {
    RuntimeException thrown = new UnsupportedOperationException("judged");
    Path run = folder.resolve("judged");
    Training judged = training("none").validation(pictures(3)).patience(5).checkpointEvery(2);
    Throwing listener = new Throwing(thrown, "judged", 4);
    assertSame(thrown, assertThrows(thrown.getClass(), () -> judged.run(run, listener)));
    assertEquals(4, Run.read(run).updates());
    assertEquals(2, Run.read(run).validations().size());
  }

  @Test
  void aRunThatIsRefusedLeavesTheTrainingAsItWas() {
    Path run = folder.resolve("atoms");
    training("atoms").run(run, GO_ON);
    Training open = training("auto").batch(0);
    assertThrows(IllegalArgumentException.class, () -> open.run(run, GO_ON));
    assertTrue(open.choosesPixelTransform(), "what another run chose stayed");
    assertEquals(6, open.batch(8).run(run, GO_ON).updates());
    assertTrue(open.choosesPixelTransform(), "what another run chose stayed");
  }
}
