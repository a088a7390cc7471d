package rivulet;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import rivulet.fault.LikelihoodFault;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.ProbeKind;
import rivulet.measure.EvaluationOptions;
import rivulet.measure.Practice;
import rivulet.names.Named;
import rivulet.noise.CoarsePixels;
import rivulet.noise.Dequantisation;
import rivulet.noise.DequantisationKind;
import rivulet.ode.SolverOptions;
import rivulet.parallel.WorkerPool;
import rivulet.store.StoredModel;

/**
 * How likelihoods are measured.
 *
 * @param seed of noise and probes
 * @param solver of the blocks
 * @param divergence {@code exact}; {@code hutchinson} or {@code hutchinson:K}, the mean over K
 *     random probes; {@code coloured} or {@code coloured:S}, one probe cut into pixels S apart;
 *     {@code preferred}: exact where it is affordable, else one probe
 * @param probes distribution of the probes: {@code rademacher} or {@code gaussian}
 * @param draws of noise for each image, whose bits/dim are averaged
 * @param importance samples of noise in each bound; more than 1 need an exact divergence
 * @param dequantisation noise of the pixels: {@code own}, that of the model, or {@code uniform}
 * @param fault a wrong practice to reproduce, to see its bias: {@code per-level-noise}, {@code
 *     bin-centre}, {@code overshoot}, {@code redrawn-probe}, {@code sampled-importance}; {@code
 *     none} for a likelihood
 * @param maps whether to keep where the bits of each pixel come from; needs an exact divergence
 * @param backend who computes the larger convolutions
 * @param threads workers; change no result
 */
public record Measuring(
    long seed,
    SolverOptions solver,
    String divergence,
    String probes,
    int draws,
    int importance,
    String dequantisation,
    String fault,
    boolean maps,
    Backend backend,
    int threads) {
  private static final String PREFERRED = "preferred";
  private static final String OWN = "own";

  /**
   * Names of the wrong practices that can be measured with so many importance samples, and {@code
   * none}.
   */
  public List<String> faults() {
    return Stream.of(LikelihoodFault.values())
        .filter(fault -> importance > 1 || fault != LikelihoodFault.SAMPLED_IMPORTANCE)
        .map(LikelihoodFault::label)
        .toList();
  }

  /** What {@code eval} does: dopri5 at 1e-5, one draw, seed 1, all processors. */
  public static Measuring usual() {
    return new Measuring(
        1,
        SolverOptions.adaptive("dopri5", 1e-5),
        PREFERRED,
        ProbeKind.RADEMACHER.label(),
        1,
        1,
        OWN,
        LikelihoodFault.NONE.label(),
        false,
        Backend.CPU,
        WorkerPool.usual());
  }

  /**
   * Checks what can be checked without a model.
   *
   * @throws IllegalArgumentException for an unknown name or a number out of range
   * @throws NullPointerException with the name of what is null
   */
  public Measuring {
    Objects.requireNonNull(solver, "measuring: solver");
    Objects.requireNonNull(divergence, "measuring: divergence");
    Objects.requireNonNull(probes, "measuring: probes");
    Objects.requireNonNull(dequantisation, "measuring: dequantisation");
    Objects.requireNonNull(fault, "measuring: fault");
    Objects.requireNonNull(backend, "measuring: backend");
    if (!divergence.equals(PREFERRED)) {
      Divergence.parse(divergence);
    }
    probeKind(probes);
    LikelihoodFault.named(fault);
    WorkerPool.require(threads);
  }

  /** The same with another seed. */
  public Measuring withSeed(long other) {
    return changed(copy -> copy.seed = other);
  }

  /** The same with another solver. */
  public Measuring withSolver(SolverOptions other) {
    return changed(copy -> copy.solver = other);
  }

  /** The same with another method and tolerance, absolute and relative. */
  public Measuring withSolver(String method, double within) {
    return withSolver(SolverOptions.adaptive(method, within));
  }

  /** The same with another divergence. */
  public Measuring withDivergence(String other) {
    return changed(copy -> copy.divergence = other);
  }

  /** The same with probes of another distribution. */
  public Measuring withProbes(String distribution) {
    return changed(copy -> copy.probes = distribution);
  }

  /** The same with more noise. */
  public Measuring withNoise(int drawn, int samples) {
    return changed(copy -> {
      copy.draws = drawn;
      copy.importance = samples;
    });
  }

  /** The same with another noise of the pixels. */
  public Measuring withDequantisation(String name) {
    return changed(copy -> copy.dequantisation = name);
  }

  /** The same, done wrong. */
  public Measuring withFault(String name) {
    return changed(copy -> copy.fault = name);
  }

  /** The same, with what {@link Likelihood#pixelBits} tells or without. */
  public Measuring withMaps(boolean kept) {
    return changed(copy -> copy.maps = kept);
  }

  /** The same with another backend. */
  public Measuring withBackend(Backend other) {
    return changed(copy -> copy.backend = other);
  }

  /** The same on so many threads. */
  public Measuring withThreads(int workers) {
    return changed(copy -> copy.threads = workers);
  }

  /** All settings, for a moment not final. */
  private static final class Copy {
    private long seed;
    private SolverOptions solver;
    private String divergence;
    private String probes;
    private int draws;
    private int importance;
    private String dequantisation;
    private String fault;
    private boolean maps;
    private Backend backend;
    private int threads;
  }

  private Measuring changed(Consumer<Copy> change) {
    Copy copy = new Copy();
    copy.seed = seed;
    copy.solver = solver;
    copy.divergence = divergence;
    copy.probes = probes;
    copy.draws = draws;
    copy.importance = importance;
    copy.dequantisation = dequantisation;
    copy.fault = fault;
    copy.maps = maps;
    copy.backend = backend;
    copy.threads = threads;
    change.accept(copy);
    return new Measuring(
        copy.seed,
        copy.solver,
        copy.divergence,
        copy.probes,
        copy.draws,
        copy.importance,
        copy.dequantisation,
        copy.fault,
        copy.maps,
        copy.backend,
        copy.threads);
  }

  /**
   * Checks that {@link Model#audit} can look at what is measured so.
   *
   * @return this
   * @throws IllegalArgumentException for a fault or more than one noise per image
   */
  public Measuring requireAuditable() {
    if (isFault() || draws * importance > 1) {
      throw new IllegalArgumentException(
          "audit: looks at one noise per image and no fault; leave out `draws`,"
              + " `importance-samples` and `likelihood-fault`");
    }
    return this;
  }

  /** Whether a wrong practice is reproduced, so that the numbers are no likelihoods. */
  public boolean isFault() {
    return LikelihoodFault.named(fault) != LikelihoodFault.NONE;
  }

  /** What the numbers are, in a few words: a likelihood, or what a fault makes of it. */
  public String meaning() {
    return LikelihoodFault.named(fault).meaning();
  }

  private static ProbeKind probeKind(String name) {
    return Named.of("probe kind", name, ProbeKind.values(), ProbeKind::label);
  }

  ProbeKind probeKind() {
    return probeKind(probes);
  }

  Divergence divergence(ModelSpec spec) {
    return divergence.equals(PREFERRED) ? Divergence.preferred(spec) : Divergence.parse(divergence);
  }

  EvaluationOptions evaluation(StoredModel model) {
    Practice practice = LikelihoodFault.named(fault).practice();
    if (practice != Practice.LIKELIHOOD
        && model.dequantisation().bits() != Dequantisation.WHOLE_BITS) {
      throw new IllegalArgumentException(
          "eval: wrong practices are shown on pixels of 8 bits, the model is of "
              + model.dequantisation().bits()
              + "; leave `likelihood-fault` out");
    }
    EvaluationOptions options =
        new EvaluationOptions(
            seed,
            solver,
            probeKind(),
            draws,
            importance,
            practice,
            maps,
            noise(model.dequantisation()),
            model.evaluationNoise());
    options.check(model.spec(), divergence(model.spec()));
    return options;
  }

  private Dequantisation noise(Dequantisation trained) {
    DequantisationKind kind =
        dequantisation.equals(OWN) ? trained.kind() : DequantisationKind.parse(dequantisation);
    if (kind == trained.kind()) {
      return trained;
    }
    if (kind == DequantisationKind.UNIFORM) {
      return trained instanceof CoarsePixels coarse
          ? new CoarsePixels(coarse.bits(), Dequantisation.UNIFORM)
          : Dequantisation.UNIFORM;
    }
    throw new IllegalArgumentException(
        "eval: the model was trained with "
            + trained.kind().id()
            + " noise and holds no "
            + kind.id()
            + "; leave `dequantisation` out or ask for uniform");
  }
}
