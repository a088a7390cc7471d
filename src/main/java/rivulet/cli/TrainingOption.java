package rivulet.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import rivulet.flow.ProbeKind;
import rivulet.tensor.backend.Offloading;
import rivulet.train.TrainConfig;

/** How the model is trained. */
final class TrainingOption {
  private static final int GROUP = 5;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Images per update (default: ${DEFAULT-VALUE}).")
  private int batch = 50;

  @Option(
      names = "--group",
      paramLabel = "N",
      description = {
        "Images that a worker solves together; part of the configuration, since it decides the",
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

  TrainConfig config(SeedOption seed, SolverOption solver, Offloading offloading) {
    for (String name : regularise.keySet()) {
      if (!name.equals("kinetic") && !name.equals("jacobian")) {
        throw new IllegalArgumentException(
            "train: regulariser '" + name + "' is unknown; kinetic and jacobian exist");
      }
    }
    return new TrainConfig(
        seed.value(),
        batch,
        group.orElse(offloading.group(GROUP, batch)),
        solver.method(),
        solver.tolerance(),
        learningRate,
        warmUp,
        cosineSteps,
        clip,
        skip,
        regularise.getOrDefault("kinetic", 0.0),
        regularise.getOrDefault("jacobian", 0.0),
        probes,
        probeKind,
        offloading);
  }
}
