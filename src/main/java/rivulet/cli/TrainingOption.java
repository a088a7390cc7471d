package rivulet.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import rivulet.data.CouplingShape;
import rivulet.data.DequantisationKind;
import rivulet.data.ImageSet;
import rivulet.data.VariationalDequantisation;
import rivulet.flow.ProbeKind;
import rivulet.flow.TimeSampling;
import rivulet.ode.Adjoint;
import rivulet.tensor.backend.Offloading;
import rivulet.train.Likelihood;
import rivulet.train.Matching;
import rivulet.train.NoiseRun;
import rivulet.train.RunDirectory;
import rivulet.train.Schedule;
import rivulet.train.StartingPoint;
import rivulet.train.TrainConfig;

/** How the model is trained. */
final class TrainingOption {
  private static final int GROUP = 5;
  private static final String DEQUANTISATION = "dequantisation";

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Images per update (default: ${DEFAULT-VALUE}).")
  private int batch = 50;

  @Option(
      names = "--group",
      paramLabel = "N",
      description = {
        "Images whose gradients a worker sums; part of the configuration, since it decides the",
        "order of sums (default: 5; with --backend cuda the whole batch, at most 256)."
      })
  private Optional<Integer> group = Optional.empty();

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = "Rate of Adam after warm-up (default: ${DEFAULT-VALUE}).")
  private double learningRate = 3e-3;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Updates over which the rate rises (default: ${DEFAULT-VALUE}).")
  private int warmUp = 30;

  @Option(
      names = "--cosine-steps",
      paramLabel = "N",
      description = {
        "Let the rate fall to zero along a cosine over N updates (default: 0, constant rate)."
      })
  private int cosineSteps;

  @Option(
      names = "--clip",
      paramLabel = "G",
      description = "Scale gradients down to this norm per level (default: ${DEFAULT-VALUE}).")
  private double clip = 100;

  @Option(
      names = "--skip",
      paramLabel = "G",
      description = "Skip updates of at least this norm per level (default: ${DEFAULT-VALUE}).")
  private double skip = 500;

  @Option(
      names = {"--regularise", "--regularize"},
      split = ",",
      paramLabel = "NAME=W",
      description = "Weights of kinetic and jacobian (default: kinetic=0.01,jacobian=0.01).")
  private Map<String, Double> regularise =
      new LinkedHashMap<>(Map.of("kinetic", 0.01, "jacobian", 0.01));

  @Option(
      names = "--probes",
      paramLabel = "K",
      description = "Hutchinson probes per image (default: ${DEFAULT-VALUE}).")
  private int probes = 1;

  @Option(
      names = "--probe-kind",
      paramLabel = "KIND",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private ProbeKind probeKind = ProbeKind.RADEMACHER;

  @Option(
      names = "--steer",
      paramLabel = "B",
      description = {
        "End each block at a random time from 1-B to 1+B in training (STEER)",
        "(default: ${DEFAULT-VALUE}, always at 1)."
      })
  private double steer;

  @Option(
      names = "--objective",
      paramLabel = "NAME",
      description = {
        "likelihood; matching: velocities along straight paths from data to noise, without",
        "solving, about 30 times cheaper per update; hybrid: matching, then likelihood; or",
        "dequantisation: the flow of --from stays, its pixels' noise is trained",
        "(default: likelihood)."
      })
  private String objective = "likelihood";

  @Option(
      names = "--matching-steps",
      paramLabel = "N",
      description = "Updates of hybrid's matching phase, which comes first.")
  private long matchingSteps;

  @Option(
      names = "--fine-rate",
      paramLabel = "R",
      description =
          "Learning rate of hybrid's likelihood phase (default: a fifth of --learning-rate).")
  private double fineRate = Double.NaN;

  @Option(
      names = "--times",
      paramLabel = "NAME",
      description = {
        "Times of matching: uniform or logit-normal:MEAN:DEVIATION, the smaller the mean the",
        "nearer the data (default: ${DEFAULT-VALUE})."
      })
  private String times = "logit-normal:-0.5:1.8";

  @Option(
      names = "--pairing",
      paramLabel = "NAME",
      description = {
        "Pairs of data and noise in matching: none, or optimal within a batch at level 0 (it",
        "would bias the levels above, and not with --conditional) (default: ${DEFAULT-VALUE})."
      })
  private String pairing = "none";

  @Option(
      names = "--averaging",
      paramLabel = "D",
      description = {
        "Decay of the moving average of the weights that the model is made of; 0: the last",
        "weights (default: 0.999 with matching or hybrid, else 0)."
      })
  private double averaging = Double.NaN;

  @Option(
      names = "--adjoint",
      paramLabel = "KIND",
      description = {
        "Gradient of a solve: discrete (exact), or continuous up to the tolerance: backsolve or",
        "interpolating (default: ${DEFAULT-VALUE})."
      })
  private String adjoint = Adjoint.Kind.DISCRETE.label();

  @Option(
      names = "--dequantisation",
      paramLabel = "NAME",
      description = {
        "Noise added to 8-bit pixels: uniform, or truncated-normal, bent by the neighbouring",
        "pixels as measured from the training images (default: ${DEFAULT-VALUE})."
      })
  private String dequantisation = DequantisationKind.UNIFORM.id();

  @Option(
      names = "--noise-hidden",
      paramLabel = "N",
      description = {
        "Hidden channels of the networks of --objective dequantisation (default: the model's, or",
        "16)."
      })
  private Optional<Integer> noiseHidden = Optional.empty();

  @Option(
      names = "--noise-steps",
      paramLabel = "N",
      description =
          "Couplings of --objective dequantisation, at least 2 (default: as above, or 2).")
  private Optional<Integer> noiseSteps = Optional.empty();

  /** Whether the noise of a model is trained, not its flow. */
  boolean trainsNoise() {
    return objective.equals(DEQUANTISATION);
  }

  /**
   * The run that trains the noise of a model.
   *
   * @throws IllegalArgumentException if there is no model or an option does not fit
   */
  NoiseRun noiseRun(
      Optional<StartingPoint> start, TrainConfig config, ImageSet images, RunDirectory directory) {
    StartingPoint from =
        start.orElseThrow(() ->
            new IllegalArgumentException(
                "train: --objective dequantisation trains the noise of a trained model; name it by"
                    + " --from"));
    if (config.dequantisation() != DequantisationKind.UNIFORM) {
      throw new IllegalArgumentException(
          "train: --objective dequantisation trains variational noise, found --dequantisation "
              + dequantisation
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

  TrainConfig config(SeedOption seed, SolverOption solver, Offloading offloading) {
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
            regularise.getOrDefault("kinetic", 0.0),
            regularise.getOrDefault("jacobian", 0.0),
            probes,
            probeKind,
            solver.maxSteps(),
            solver.minStep(),
            Adjoint.Kind.parse(adjoint),
            steer);
    Matching matching = matching();
    double average = matching.updates() > 0 ? 0.999 : 0;
    return new TrainConfig(
        seed.value(),
        batch,
        group.orElse(offloading.group(GROUP, batch)),
        new Schedule(learningRate, warmUp, cosineSteps),
        clip,
        skip,
        Double.isNaN(averaging) ? average : averaging,
        likelihood,
        matching,
        DequantisationKind.parse(dequantisation),
        offloading);
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
        Double.isNaN(fineRate) ? learningRate / 5 : fineRate);
  }
}
