package rivulet.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import picocli.CommandLine.Option;
import rivulet.training.Optimiser;
import rivulet.training.Recipe;
import rivulet.training.Training;
import rivulet.training.TrainingObjective;

/** How the model is trained; the defaults are the best that is known for short trainings. */
@Section(Section.DESCENT)
public final class TrainingOption {
  @Option(
      names = "--objective",
      completionCandidates = Values.Objectives.class,
      paramLabel = "NAME",
      description = "matching (default) likelihood hybrid dequantisation")
  private String objective = "matching";

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Images per update (default: 50, or all of fewer)")
  private Optional<Integer> batch = Optional.empty();

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = "Highest rate of Adam (default: 0.01; likelihood 0.003)")
  private Optional<Double> learningRate = Optional.empty();

  @Option(
      names = "--optimiser",
      converter = Values.Optimisers.class,
      paramLabel = "NAME",
      description = "muon (default) for hidden kernels; likelihood adam")
  private Optional<String> optimiser = Optional.empty();

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Updates over which the rate rises (default: ${DEFAULT-VALUE})")
  private int warmUp = Recipe.WARM_UP;

  @Option(
      names = "--cosine-steps",
      split = ",",
      paramLabel = "N",
      description = "Rate falls to 0 at N (default: the last; 0: never)")
  private List<Long> cosineSteps = new ArrayList<>();

  @Option(
      names = "--averaging",
      paramLabel = "D",
      description = "Average of weights (default: 0.99; likelihood 0)")
  private Optional<Double> averaging = Optional.empty();

  @Option(
      names = "--clip",
      paramLabel = "G",
      description = "Scale gradients down to this norm (default: ${DEFAULT-VALUE})")
  private double clip = Recipe.CLIP;

  @Option(
      names = "--skip",
      paramLabel = "G",
      description = "Skip updates of this norm or more (default: ${DEFAULT-VALUE})")
  private double skip = Recipe.SKIP;

  @Option(
      names = "--times",
      paramLabel = "NAME",
      description = "Times of matching: uniform, logit-normal:MEAN:DEV")
  private String times = Recipe.TIMES;

  @Option(
      names = "--pairing",
      paramLabel = "NAME",
      description = "Of matching: none, or optimal at level 0")
  private String pairing = "none";

  @Option(
      names = "--group",
      paramLabel = "N",
      description = "Images a worker sums, decides bits (default: by pixels)")
  private Optional<Integer> group = Optional.empty();

  @Option(
      names = "--crop",
      paramLabel = "N",
      description = "Train larger levels on windows of N x N (default: whole)")
  private Optional<Integer> crop = Optional.empty();

  @Option(names = "--flip", description = "Mirror images left to right by chance, anew every epoch")
  private boolean flip;

  @Section(Section.LIKELIHOOD)
  @Option(
      names = "--matching-steps",
      paramLabel = "N",
      description = "Updates of hybrid's matching, which comes first")
  private long matchingSteps;

  @Section(Section.LIKELIHOOD)
  @Option(
      names = "--fine-rate",
      paramLabel = "R",
      description = "Rate after hybrid's matching (default: a fifth)")
  private Optional<Double> fineRate = Optional.empty();

  @Section(Section.LIKELIHOOD)
  @Option(
      names = {"--regularise", "--regularize"},
      split = ",",
      paramLabel = "NAME=W",
      description = "Weights of kinetic and jacobian (default: 0.01 each)")
  private Map<String, Double> regularise = new TreeMap<>();

  @Section(Section.LIKELIHOOD)
  @Option(
      names = "--probes",
      paramLabel = "K",
      description = "Hutchinson probes per image (default: ${DEFAULT-VALUE})")
  private int probes = 1;

  @Section(Section.LIKELIHOOD)
  @Option(
      names = "--probe-kind",
      completionCandidates = Values.Probes.class,
      converter = Values.Probes.class,
      paramLabel = "KIND",
      description = "rademacher or gaussian (default: rademacher)")
  private String probeKind = "RADEMACHER";

  @Section(Section.LIKELIHOOD)
  @Option(
      names = "--steer",
      paramLabel = "B",
      description = "End blocks at times from 1-B to 1+B (default: ${DEFAULT-VALUE})")
  private double steer;

  @Section(Section.LIKELIHOOD)
  @Option(
      names = "--adjoint",
      completionCandidates = Values.Adjoints.class,
      paramLabel = "KIND",
      description = "discrete backsolve interpolating (default: ${DEFAULT-VALUE})")
  private String adjoint = "discrete";

  @Section(Section.NOISE)
  @Option(
      names = "--dequantisation",
      completionCandidates = Values.Noises.class,
      paramLabel = "NAME",
      description = "uniform or truncated-normal (default: the latter)")
  private Optional<String> dequantisation = Optional.empty();

  @Section(Section.NOISE)
  @Option(
      names = "--bits",
      paramLabel = "B",
      description = "Upper bits of a pixel's value that count (default: 8)")
  private Optional<Integer> bits = Optional.empty();

  @Section(Section.NOISE)
  @Option(
      names = "--noise-hidden",
      paramLabel = "N",
      description = "Channels of trained noise (default: the model's or 16)")
  private Optional<Integer> noiseHidden = Optional.empty();

  @Section(Section.NOISE)
  @Option(
      names = "--noise-steps",
      paramLabel = "N",
      description = "Couplings of trained noise (default: the model's or 2)")
  private Optional<Integer> noiseSteps = Optional.empty();

  /** Images per update, of as many at least. */
  public int batch() {
    return batch.orElse(Recipe.BATCH);
  }

  /** Updates over which the rate rises. */
  public int warmUp() {
    return warmUp;
  }

  /** The ends of the rate's falls that were asked for; empty: none were, 0 alone: no fall. */
  public List<Long> cosineSteps() {
    return cosineSteps;
  }

  /** Sets all of it. */
  public Training of(Training training, SolverOption solver) {
    batch.ifPresent(training::batch);
    crop.ifPresent(training::crop);
    training.flip(flip);
    group.ifPresent(training::group);
    dequantisation.ifPresent(training::dequantisation);
    bits.ifPresent(training::bits);
    return training.objective(objective(solver)).optimiser(optimiser());
  }

  private TrainingObjective objective(SolverOption solver) {
    TrainingObjective described =
        TrainingObjective.named(objective, matchingSteps)
            .times(times)
            .pairing(pairing)
            .solver(solver.method(), solver.tolerance())
            .limits(solver.maxSteps(), solver.minStep())
            .regularise(regularise)
            .probes(probes, probeKind)
            .steer(steer)
            .adjoint(adjoint)
            .noise(number(noiseHidden), number(noiseSteps));
    return fineRate.map(described::fineRate).orElse(described);
  }

  private static OptionalInt number(Optional<Integer> given) {
    return given.stream().mapToInt(Integer::intValue).findFirst();
  }

  /** How gradients become weights. */
  public Optimiser optimiser() {
    Optimiser described = Optimiser.usual().warmUp(warmUp).falls(cosineSteps).clip(clip).skip(skip);
    described = optimiser.map(described::rule).orElse(described);
    described = averaging.map(described::averaging).orElse(described);
    return learningRate.map(described::rate).orElse(described);
  }
}
