package rivulet.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;
import rivulet.data.ImageSet;
import rivulet.flow.TimeSampling;
import rivulet.flow.network.ProbeKind;
import rivulet.noise.CouplingShape;
import rivulet.noise.DequantisationKind;
import rivulet.noise.VariationalDequantisation;
import rivulet.ode.adjoint.Adjoint;
import rivulet.tensor.backend.Offloading;
import rivulet.train.Likelihood;
import rivulet.train.Matching;
import rivulet.train.NoiseRun;
import rivulet.train.Recipe;
import rivulet.train.RunDirectory;
import rivulet.train.StartingPoint;
import rivulet.train.TrainConfig;
import rivulet.train.descent.OptimiserKind;
import rivulet.train.descent.Schedule;

/** How the model is trained; the defaults are the best that is known for short trainings. */
@Section(Section.DESCENT)
public final class TrainingOption {
  private static final String DEQUANTISATION = "dequantisation";

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
      paramLabel = "NAME",
      description = "muon (default) for hidden kernels; likelihood adam")
  private Optional<OptimiserKind> optimiser = Optional.empty();

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
      description = "Images summed by one worker, decides bits (default: 5)")
  private Optional<Integer> group = Optional.empty();

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
      paramLabel = "KIND",
      description = "rademacher or gaussian (default: rademacher)")
  private ProbeKind probeKind = ProbeKind.RADEMACHER;

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
  private String adjoint = Adjoint.Kind.DISCRETE.label();

  @Section(Section.NOISE)
  @Option(
      names = "--dequantisation",
      completionCandidates = Values.Noises.class,
      paramLabel = "NAME",
      description = "uniform or truncated-normal (default: the latter)")
  private Optional<String> dequantisation = Optional.empty();

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

  /** Updates over which the rate rises. */
  public int warmUp() {
    return warmUp;
  }

  /** The ends of the rate's falls that were asked for; empty: none were, 0 alone: no fall. */
  public List<Long> cosineSteps() {
    return cosineSteps;
  }

  /** Whether the noise of a model is trained, not its flow. */
  public boolean trainsNoise() {
    return objective.equals(DEQUANTISATION);
  }

  /**
   * The run that trains the noise of a model.
   *
   * @throws IllegalArgumentException if there is no model or an option does not fit
   */
  public NoiseRun noiseRun(
      Optional<StartingPoint> start, TrainConfig config, ImageSet images, RunDirectory directory) {
    StartingPoint from =
        start.orElseThrow(() ->
            new IllegalArgumentException(
                "train: --objective dequantisation trains the noise of a trained model; name it by"
                    + " --from"));
    if (config.dequantisation() != DequantisationKind.UNIFORM) {
      throw new IllegalArgumentException(
          "train: --objective dequantisation trains variational noise, found --dequantisation "
              + dequantisation.orElse("none")
              + "; leave it out");
    }
    CouplingShape usual = new CouplingShape(1, 16, 2);
    if (from.model().dequantisation() instanceof VariationalDequantisation noise) {
      usual = noise.shape();
    }
    int hidden = noiseHidden.orElse(usual.hidden());
    return new NoiseRun(from, hidden, noiseSteps.orElse(usual.steps()), config, images, directory);
  }

  /** Checks that options of the noise were not given for a flow. */
  private void checkNoise() {
    if (!trainsNoise() && (noiseHidden.isPresent() || noiseSteps.isPresent())) {
      throw new IllegalArgumentException(
          "train: --noise-hidden and --noise-steps belong to --objective dequantisation, found "
              + objective);
    }
  }

  /**
   * The configuration.
   *
   * @param images that are trained on
   * @param usual noise of the pixels if none is asked for
   * @param falls updates at which the rate has fallen to zero; see {@link Schedule}
   */
  public TrainConfig config(
      long seed,
      SolverOption solver,
      Offloading offloading,
      long images,
      DequantisationKind usual,
      List<Long> falls) {
    for (String name : regularise.keySet()) {
      if (!name.equals("kinetic") && !name.equals("jacobian")) {
        throw new IllegalArgumentException(
            "train: regulariser '" + name + "' is unknown; kinetic and jacobian exist");
      }
    }
    Likelihood likelihood =
        new Likelihood(
            solver.method(),
            solver.tolerance(),
            regularise.getOrDefault("kinetic", Recipe.WEIGHT),
            regularise.getOrDefault("jacobian", Recipe.WEIGHT),
            probes,
            probeKind,
            solver.maxSteps(),
            solver.minStep(),
            Adjoint.Kind.parse(adjoint),
            steer);
    Matching matching = matching();
    int size = batch.orElse((int) Math.min(Recipe.BATCH, images));
    return new TrainConfig(
        seed,
        size,
        group.orElse(offloading.group(Recipe.GROUP, size)),
        new Schedule(rate(), warmUp, falls),
        clip,
        skip,
        averaging.orElse(matching.updates() > 0 ? Recipe.AVERAGING : 0),
        likelihood,
        matching,
        DequantisationKind.parse(dequantisation.orElse(usual.id())),
        offloading,
        optimiser.orElse(matching.updates() > 0 ? OptimiserKind.MUON : OptimiserKind.ADAM));
  }

  private Matching matching() {
    checkNoise();
    long updates =
        switch (objective) {
          case "likelihood", DEQUANTISATION -> 0;
          case "matching" -> Matching.ALL;
          case "hybrid" -> matchingSteps;
          default ->
              throw new IllegalArgumentException(
                  "train: objective '"
                      + objective
                      + "' is unknown; choose likelihood, matching, hybrid or dequantisation");
        };
    if (objective.equals("hybrid") != matchingSteps > 0) {
      throw new IllegalArgumentException(
          "train: --objective hybrid and --matching-steps N, at least 1, belong together; found "
              + objective
              + " and "
              + matchingSteps);
    }
    if (!pairing.equals("none") && !pairing.equals("optimal")) {
      throw new IllegalArgumentException(
          "train: pairing '" + pairing + "' is unknown; choose none or optimal");
    }
    return new Matching(
        updates,
        TimeSampling.parse(times),
        pairing.equals("optimal"),
        fineRate.orElse(Recipe.fineRate(rate())));
  }

  private double rate() {
    boolean matches = objective.equals("matching") || objective.equals("hybrid");
    double rate = learningRate.orElse(matches ? Recipe.MATCHING_RATE : Recipe.LIKELIHOOD_RATE);
    TrainConfig.requireRate(rate);
    return rate;
  }
}
