package rivulet.perf.task;

import rivulet.flow.network.AugmentedDynamics;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.NetworkSpec;

/** What users do. */
public enum UserTask {
  /** Updates by flow matching. */
  TRAIN_MATCHING("train matching", "", 0),
  /** Updates by likelihood, solved as {@code ./rivulet train --objective likelihood} does. */
  TRAIN_LIKELIHOOD("train likelihood", "bosh3", 1e-3),
  /** ln p of images as {@code ./rivulet eval} measures it, with one probe. */
  EVALUATE("evaluate", "dopri5", 1e-5),
  /** Images drawn as {@code ./rivulet sample} does. */
  SAMPLE("sample", "dopri5", 1e-5),
  /** ln p of images with the exact divergence. */
  EXACT_DIVERGENCE("exact divergence", "bosh3", 1e-3);

  /** Evaluations of one update: the field, and its reverse for two. */
  private static final int PASSES = 3;

  private static final int BATCH = 50;
  private static final int MEASURED = 64;
  private static final int MEASURED_EXACTLY = 16;

  private final String label;
  private final String method;
  private final double tolerance;

  UserTask(String label, String method, double tolerance) {
    this.label = label;
    this.method = method;
    this.tolerance = tolerance;
  }

  /** What the names of its cases begin with. */
  public String label() {
    return label;
  }

  /** Of the solver; empty where nothing is solved. */
  public String method() {
    return method;
  }

  /** Of the solver, absolute and relative. */
  public double tolerance() {
    return tolerance;
  }

  /** What an evaluation computes beside the field. */
  public Divergence divergence() {
    return switch (this) {
      case TRAIN_MATCHING, SAMPLE -> Divergence.probes(0);
      case TRAIN_LIKELIHOOD, EVALUATE -> Divergence.hutchinson();
      case EXACT_DIVERGENCE -> Divergence.exact();
    };
  }

  /** Whether weights are changed. */
  public boolean trains() {
    return this == TRAIN_MATCHING || this == TRAIN_LIKELIHOOD;
  }

  /** Images of one repetition: a batch, or those of one call. */
  public int images(TaskSize size) {
    if (trains()) {
      return BATCH;
    }
    int usual = this == EXACT_DIVERGENCE ? MEASURED_EXACTLY : MEASURED;
    return Math.max(SolveCheck.IMAGES, usual / size.fewer());
  }

  /** Operations of one evaluation for one image, and of its reverse where weights are changed. */
  public double flops(NetworkSpec network) {
    long once =
        divergence() instanceof Divergence.None
            ? network.program().flops()
            : AugmentedDynamics.program(network, divergence()).flops();
    return (double) once * (trains() ? PASSES : 1);
  }
}
