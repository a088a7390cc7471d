package rivulet.training;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import rivulet.data.ImageSet;
import rivulet.flow.TimeSampling;
import rivulet.flow.network.ProbeKind;
import rivulet.names.Named;
import rivulet.noise.CouplingShape;
import rivulet.noise.VariationalDequantisation;
import rivulet.ode.AdaptiveSteps;
import rivulet.ode.adjoint.Adjoint;
import rivulet.store.RunDirectory;
import rivulet.train.Likelihood;
import rivulet.train.Matching;
import rivulet.train.NoiseRun;
import rivulet.train.StartingPoint;
import rivulet.train.TrainConfig;

/**
 * What a training of a model of images descends, with the settings of it. Immutable: each setter
 * returns another and refuses null. Names and numbers are checked with the training that they are
 * for.
 */
public final class TrainingObjective {
  private static final String MATCHING = "matching";
  private static final String LIKELIHOOD = "likelihood";
  private static final String HYBRID = "hybrid";
  private static final String DEQUANTISATION = "dequantisation";
  private static final String NONE = "none";

  private static final int NOISE_HIDDEN = 16;
  private static final int NOISE_STEPS = 2;

  private final String name;
  private final long matchingUpdates;
  private String times = Recipe.TIMES;
  private String pairing = NONE;
  private OptionalDouble fineRate = OptionalDouble.empty();
  private String solver = Recipe.SOLVER;
  private double tolerance = Recipe.TOLERANCE;
  private int maxSteps = AdaptiveSteps.MAX_STEPS;
  private double minStep;
  private Map<String, Double> weights = Map.of();
  private int probes = 1;
  private String probeKind = ProbeKind.RADEMACHER.name();
  private double steer;
  private String adjoint = Adjoint.Kind.DISCRETE.label();
  private OptionalInt noiseHidden = OptionalInt.empty();
  private OptionalInt noiseSteps = OptionalInt.empty();

  private TrainingObjective(String name, long matchingUpdates) {
    this.name = Objects.requireNonNull(name, "objective: name");
    this.matchingUpdates = matchingUpdates;
  }

  private TrainingObjective with(Consumer<TrainingObjective> change) {
    TrainingObjective copy = new TrainingObjective(name, matchingUpdates);
    copy.times = times;
    copy.pairing = pairing;
    copy.fineRate = fineRate;
    copy.solver = solver;
    copy.tolerance = tolerance;
    copy.maxSteps = maxSteps;
    copy.minStep = minStep;
    copy.weights = weights;
    copy.probes = probes;
    copy.probeKind = probeKind;
    copy.steer = steer;
    copy.adjoint = adjoint;
    copy.noiseHidden = noiseHidden;
    copy.noiseSteps = noiseSteps;
    change.accept(copy);
    Objects.requireNonNull(copy.times, "objective: times");
    Objects.requireNonNull(copy.pairing, "objective: pairing");
    Objects.requireNonNull(copy.solver, "objective: solver");
    Objects.requireNonNull(copy.probeKind, "objective: probes");
    Objects.requireNonNull(copy.adjoint, "objective: adjoint");
    Objects.requireNonNull(copy.noiseHidden, "objective: noise");
    Objects.requireNonNull(copy.noiseSteps, "objective: noise");
    return copy;
  }

  /** The velocity on straight paths from data to noise: nothing is solved. */
  public static TrainingObjective matching() {
    return new TrainingObjective(MATCHING, 0);
  }

  /** −ln p of solved images, with regularisers. */
  public static TrainingObjective likelihood() {
    return new TrainingObjective(LIKELIHOOD, 0);
  }

  /** Matching for so many updates, then likelihood from the averaged weights. */
  public static TrainingObjective hybrid(long matchingUpdates) {
    return new TrainingObjective(HYBRID, matchingUpdates);
  }

  /** The bound of a trained model by noise that is trained, while its flow stays as it is. */
  public static TrainingObjective dequantisation() {
    return new TrainingObjective(DEQUANTISATION, 0);
  }

  /**
   * One of these by name.
   *
   * @param matchingUpdates of hybrid, which must have some; 0 for the others
   */
  public static TrainingObjective named(String name, long matchingUpdates) {
    return new TrainingObjective(name, matchingUpdates);
  }

  /** How matching draws times: uniform, logit-normal:LOCATION:SCALE. */
  public TrainingObjective times(String distribution) {
    return with(to -> to.times = distribution);
  }

  /** Whether matching pairs data and noise of level 0 in each batch: none or optimal. */
  public TrainingObjective pairing(String kind) {
    return with(to -> to.pairing = kind);
  }

  /** Highest learning rate after hybrid's matching: a fifth of that before. */
  public TrainingObjective fineRate(double highest) {
    return with(to -> to.fineRate = OptionalDouble.of(highest));
  }

  /** Of likelihood: bosh3 within 1e-3, absolute and relative. */
  public TrainingObjective solver(String method, double within) {
    return with(to -> {
      to.solver = method;
      to.tolerance = within;
    });
  }

  /** Where a solve gives up: after so many steps, and below such a step (0: rounding). */
  public TrainingObjective limits(int steps, double step) {
    return with(to -> {
      to.maxSteps = steps;
      to.minStep = step;
    });
  }

  /** Weights of the regularisers {@code kinetic} and {@code jacobian}: 0.01 each. */
  public TrainingObjective regularise(Map<String, Double> byName) {
    Objects.requireNonNull(byName, "objective: regularise");
    byName.values().forEach(weight -> Objects.requireNonNull(weight, "objective: regularise"));
    return with(to -> to.weights = new TreeMap<>(byName));
  }

  /** Hutchinson probes per image, rademacher or gaussian: 1 rademacher. */
  public TrainingObjective probes(int number, String kind) {
    return with(to -> {
      to.probes = number;
      to.probeKind = kind;
    });
  }

  /** Blocks end at times from 1−b to 1+b: 0. */
  public TrainingObjective steer(double b) {
    return with(to -> to.steer = b);
  }

  /** How the gradient of a solve is found: discrete, backsolve, interpolating. */
  public TrainingObjective adjoint(String kind) {
    return with(to -> to.adjoint = kind);
  }

  /** Channels and couplings of trained noise: those of the model, or 16 and 2. */
  public TrainingObjective noise(OptionalInt hidden, OptionalInt steps) {
    return with(to -> {
      to.noiseHidden = hidden;
      to.noiseSteps = steps;
    });
  }

  boolean descendsNoise() {
    return name.equals(DEQUANTISATION);
  }

  /** Whether a run begins with matching. */
  boolean matches() {
    return name.equals(MATCHING) || name.equals(HYBRID);
  }

  Likelihood likelihoodSettings() {
    for (String weight : weights.keySet()) {
      if (!weight.equals("kinetic") && !weight.equals("jacobian")) {
        throw new IllegalArgumentException(
            "train: regulariser '" + weight + "' is unknown; kinetic and jacobian exist");
      }
    }
    return new Likelihood(
        solver,
        tolerance,
        weights.getOrDefault("kinetic", Recipe.WEIGHT),
        weights.getOrDefault("jacobian", Recipe.WEIGHT),
        probes,
        Named.of(
            "probe kind", probeKind.toUpperCase(Locale.ROOT), ProbeKind.values(), ProbeKind::name),
        maxSteps,
        minStep,
        Adjoint.Kind.parse(adjoint),
        steer);
  }

  /** The settings of matching before a rate of so much. */
  Matching matchingSettings(double rate) {
    if (!descendsNoise() && (noiseHidden.isPresent() || noiseSteps.isPresent())) {
      throw new IllegalArgumentException(
          "train: `noise-hidden` and `noise-steps` belong to `objective` dequantisation, found "
              + name);
    }
    long updates =
        switch (name) {
          case LIKELIHOOD, DEQUANTISATION -> 0;
          case MATCHING -> Matching.ALL;
          case HYBRID -> matchingUpdates;
          default ->
              throw new IllegalArgumentException(
                  "train: objective '"
                      + name
                      + "' is unknown; choose likelihood, matching, hybrid or dequantisation");
        };
    if (name.equals(HYBRID) != matchingUpdates > 0) {
      throw new IllegalArgumentException(
          "train: `objective` hybrid and `matching-steps` N, at least 1, belong together; found "
              + name
              + " and "
              + matchingUpdates);
    }
    boolean paired = Matching.pairs("train", pairing);
    return new Matching(
        updates, TimeSampling.parse(times), paired, fineRate.orElse(Recipe.fineRate(rate)));
  }

  /** The run that trains the noise of a model, whose networks a model with such noise decides. */
  NoiseRun noiseRun(StartingPoint from, TrainConfig config, ImageSet data, RunDirectory run) {
    CouplingShape usual =
        from.model().dequantisation() instanceof VariationalDequantisation noise
            ? noise.shape()
            : new CouplingShape(1, NOISE_HIDDEN, NOISE_STEPS);
    int hidden = noiseHidden.orElse(usual.hidden());
    return new NoiseRun(from, hidden, noiseSteps.orElse(usual.steps()), config, data, run);
  }
}
