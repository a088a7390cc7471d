package rivulet.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import rivulet.data.ImageSet;
import rivulet.flow.ModelSpec;
import rivulet.flow.TimeSampling;
import rivulet.noise.Dequantisation;
import rivulet.noise.DequantisationKind;
import rivulet.tensor.kernel.HeapCheck;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.descent.OptimiserKind;

/**
 * With the launcher's flags an update (solve, gradient, sums, optimiser) allocates nothing but its
 * metrics in steady state.
 */
class TrainerAllocationTest {
  private static final long METRICS_BYTES = 2048;

  private static final String MUON = "by Muon ";

  @Test
  void updatesAllocateNothingWithTheLaunchersFlags() throws IOException, InterruptedException {
    HeapCheck.requireNone(TrainerAllocationTest.class);
  }

  /** The program that the test starts. */
  public static void main(String[] names) {
    HeapCheck.report(cases(), names);
  }

  /** A plain model, by both optimisers, and one with residual layers, waves, classes and noise. */
  private static List<HeapCheck.Case> cases() {
    List<HeapCheck.Case> cases = new ArrayList<>();
    ImageSet labelled = TrainingFixture.labelled();
    Dequantisation noise = DequantisationKind.TRUNCATED_NORMAL.fit(labelled);
    for (boolean matching : new boolean[] {true, false}) {
      ModelSpec plain = TrainingFixture.spec(matching ? 1 : 2);
      ImageSet images = TrainingFixture.images();
      cases.add(updates("plain ", matching, plain, images, Dequantisation.UNIFORM));
      cases.add(updates(MUON, matching, plain, images, Dequantisation.UNIFORM));
      ModelSpec extended = TrainingFixture.extended();
      cases.add(updates("extended ", matching, extended, labelled, noise));
    }
    return cases;
  }

  private static HeapCheck.Case updates(
      String name, boolean matching, ModelSpec spec, ImageSet images, Dequantisation noise) {
    return new HeapCheck.Case(
        name + (matching ? "matching" : "likelihood"),
        METRICS_BYTES,
        () -> {
          OptimiserKind rule = name.equals(MUON) ? OptimiserKind.MUON : OptimiserKind.ADAM;
          Trainer trainer = trainer(matching, spec, images, noise, rule);
          return () -> HeapCheck.bytes(trainer::update, 1);
        });
  }

  private static Trainer trainer(
      boolean matching, ModelSpec spec, ImageSet images, Dequantisation noise, OptimiserKind rule) {
    TimeSampling times = TimeSampling.parse("logit-normal:0:1");
    TrainConfig config =
        TrainingFixture.config(
                7, matching ? new Matching(Matching.ALL, times, true, 1e-3) : Matching.NONE)
            .with(rule);
    FlowProblem problem =
        new FlowProblem(
            TrainingFixture.model(spec, images, true),
            new TreeSet<>(List.of(0, 1, 2)),
            config,
            matching ? config.matching() : config.likelihood(),
            images,
            noise,
            1,
            8L << 20,
            Tuning.DEFAULT);
    return new Trainer("train", config, problem, 1);
  }
}
