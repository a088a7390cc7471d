package rivulet.cli.option;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.ode.SolverOptions;

/** How a likelihood is measured, and what is looked at besides. */
public final class LikelihoodOption {
  @Option(
      names = "--divergence",
      paramLabel = "HOW",
      description = {
        "exact, by colouring; hutchinson or hutchinson:K, the mean over K random probes;",
        "coloured or coloured:S, one probe cut into pixels S apart (default: exact if every level",
        "needs at most 64 products per evaluation, else hutchinson)."
      })
  private Optional<String> divergence = Optional.empty();

  @Option(
      names = "--probe-kind",
      completionCandidates = Values.Probes.class,
      converter = Values.Probes.class,
      paramLabel = "KIND",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private String probeKind = "RADEMACHER";

  @Option(
      names = "--dequantisation",
      paramLabel = "NAME",
      description = "Noise of the pixels: the model's own or uniform (default: the model's own).")
  private Optional<String> dequantisation = Optional.empty();

  @Option(
      names = "--draws",
      paramLabel = "R",
      description = {
        "Noises per image, whose bits/dim are averaged; from two on their part of the standard",
        "error is told (default: ${DEFAULT-VALUE})."
      })
  private int draws = 1;

  @Option(
      names = "--importance-samples",
      paramLabel = "K",
      description = {
        "Measure the tighter bound log (1/K) sum p(X + u_k)/q(u_k) of K noises per draw; needs",
        "an exact divergence (default: ${DEFAULT-VALUE})."
      })
  private int importance = 1;

  @Option(
      names = "--audit",
      description = {
        "Measure some images again at a tenth of the tolerance, in float64 and with an exact",
        "divergence, decode what was encoded, and tell how far the results are apart."
      })
  private boolean audit;

  @Option(
      names = "--audit-images",
      paramLabel = "N",
      description = "Images of the audit, from the first on (default: ${DEFAULT-VALUE}).")
  private int auditImages = 4;

  @Option(
      names = "--maps",
      paramLabel = "DIR",
      description = {
        "Write where the bits of each pixel come from: pixel-bits.csv, and pixel-bits.png of the",
        "first images; needs an exact divergence."
      })
  private Optional<Path> maps = Optional.empty();

  @Option(
      names = "--arrays",
      paramLabel = "DIR",
      description = {
        "Write for other tools, by image: per-image.csv with bits/dim and ln p in nats, in all and",
        "by level; log-likelihood.npy; images.npy, dequantised; latents.npy, level after level."
      })
  private Optional<Path> arrays = Optional.empty();

  @Option(
      names = "--likelihood-fault",
      paramLabel = "NAME",
      description = {
        "Reproduce a wrong practice, to see its bias: per-level-noise, bin-centre, overshoot,",
        "redrawn-probe or sampled-importance."
      })
  private String fault = Measuring.usual().fault();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /**
   * How images are measured under a model.
   *
   * @throws ParameterException for numbers out of range, for what the divergence cannot give, and
   *     for noise that is neither the model's own nor uniform
   */
  public Measuring measuring(Model model, long seed, SolverOptions solver, int threads) {
    return Usage.checked(
        command,
        () -> {
          Measuring how =
              Measuring.usual()
                  .withSeed(seed)
                  .withSolver(solver)
                  .withProbes(probeKind.toLowerCase(Locale.ROOT))
                  .withNoise(draws, importance)
                  .withFault(fault)
                  .withMaps(maps.isPresent())
                  .withThreads(threads);
          how = divergence.map(how::withDivergence).orElse(how);
          how = dequantisation.map(how::withDequantisation).orElse(how);
          model.require(how);
          requireAudit(how);
          return how;
        });
  }

  private void requireAudit(Measuring how) {
    if (auditImages < 1) {
      throw new IllegalArgumentException(
          "audit: --audit-images must be at least 1, found " + auditImages);
    }
    if (audit) {
      how.requireAuditable();
    }
  }

  /** Images to audit; 0 for none. */
  public int auditImages() {
    return audit ? auditImages : 0;
  }

  /** Where maps go. */
  public Optional<Path> maps() {
    return maps;
  }

  /** Where arrays go. */
  public Optional<Path> arrays() {
    return arrays;
  }
}
