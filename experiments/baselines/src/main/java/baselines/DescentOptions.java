package baselines;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import rivulet.cli.output.ProcessorTime;
import rivulet.flow.network.ProbeKind;
import rivulet.train.Likelihood;
import rivulet.train.Matching;
import rivulet.train.TrainConfig;
import rivulet.train.Trainer;
import rivulet.train.descent.OptimiserKind;
import rivulet.train.descent.Schedule;
import rivulet.training.Recipe;

/** How a baseline is trained: what is not said is as our own trainings have it. */
final class DescentOptions {
  @Option(names = "--seed", description = "Of everything random (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Option(names = "--time-limit", description = "Seconds of processor time")
  private long timeLimit = Long.MAX_VALUE;

  @Option(names = "--steps", description = "Updates, in place of a time")
  private Optional<Long> steps = Optional.empty();

  @Option(names = "--optimiser", description = "ADAM or MUON (default: ${DEFAULT-VALUE})")
  private OptimiserKind optimiser = OptimiserKind.MUON;

  /** Images that a worker takes together: 5, 10 and 25 give as many updates of couplings. */
  private static final int GROUP = 5;

  @Option(names = "--rate", description = "Highest learning rate (default: ${DEFAULT-VALUE})")
  private double rate = Recipe.MATCHING_RATE;

  @Option(names = "--batch", description = "Images per update (default: ${DEFAULT-VALUE})")
  private int batch = Recipe.BATCH;

  @Option(names = "--averaging", description = "Decay of averages (default: ${DEFAULT-VALUE})")
  private double averaging = Recipe.AVERAGING;

  long seed() {
    return seed;
  }

  TrainConfig config() {
    return new TrainConfig(
            seed,
            batch,
            Math.min(batch, GROUP),
            new Schedule(rate, Recipe.WARM_UP, List.of()),
            Recipe.CLIP,
            Recipe.SKIP,
            averaging,
            new Likelihood(Recipe.SOLVER, Recipe.TOLERANCE, 0, 0, 1, ProbeKind.RADEMACHER),
            Matching.NONE)
        .with(optimiser);
  }

  /** Trains, and returns the number of updates. */
  long run(String name, Trainer trainer, ProgramProblem problem, TrainConfig config) {
    if (steps.isEmpty() && timeLimit == Long.MAX_VALUE) {
      throw new IllegalArgumentException(
          name + ": how far to go is not said; give --time-limit or --steps");
    }
    return steps.isPresent()
        ? TimedRun.updates(trainer, problem, config, steps.get())
        : TimedRun.run(trainer, problem, config, new ProcessorTime(timeLimit));
  }
}
