package rivulet.cli.output;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;
import rivulet.cli.option.SolverOption;
import rivulet.fault.LikelihoodFault;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.Divergence;
import rivulet.measure.Audit;
import rivulet.measure.Evaluation;
import rivulet.measure.LevelBits;
import rivulet.measure.StandardErrors;

/** An evaluation for people: the result, its standard error, and the waterfall that leads there. */
public record EvalText(PrintWriter out) {

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }

  public void print(Evaluation e, SolverOption solver) {
    LikelihoodFault fault = LikelihoodFault.of(e.options().practice());
    if (fault != LikelihoodFault.NONE) {
      line("not a likelihood: %s", fault.meaning());
    }
    line(
        "bits/dim %.4f%s on %d images",
        e.bitsPerDim(),
        e.images() < 2 ? "" : String.format(Locale.ROOT, " ± %.4f", e.standardError()),
        e.images());
    line(
        "%s, tolerance %s, %s divergence, %.1f evaluations per image",
        solver.method(), solver.tolerance(), e.divergence().text(), e.evaluations());
    waterfall(e);
    errors(e);
    terms(e);
    out.flush();
  }

  /** From 8 bits down; adds up to the result. */
  private void waterfall(Evaluation e) {
    line("  %-28s %9.4f", "uniform pixels", (double) ModelSpec.BITS);
    if (e.dequantisationShare() != 0) {
      line("  %-28s %+9.4f", "dequantisation", e.dequantisationShare());
    }
    if (e.pixelTransformShare() != 0) {
      line("  %-28s %+9.4f", "pixel transform", e.pixelTransformShare());
    }
    for (int level = 0; level < e.spec().levels(); level++) {
      line("  %-28s %+9.4f", "level " + level + " pre-transform", e.preTransformShare(level));
    }
    line("  %-28s %9.4f", "without flow", e.noFlowBitsPerDim());
    for (int level = 0; level < e.spec().levels(); level++) {
      String name = "level " + level + " flow";
      line("  %-28s %+9.4f   %.1f evaluations", name, e.flowShare(level), e.evaluations(level));
    }
    int samples = e.options().importance();
    if (samples > 1) {
      line("  %-28s %+9.4f", samples + " importance samples", e.importanceShare());
    }
    line("  %-28s %9.4f", "bits/dim", e.bitsPerDim());
  }

  /**
   * The same by term: 8, dequantisation, pixel transform and all of them add up to the one-sample
   * bound.
   */
  private void terms(Evaluation e) {
    line("  %-28s %13s %13s %13s", "where the bits go", "pre-transform", "log-det", "base");
    for (int level = 0; level < e.spec().levels(); level++) {
      LevelBits bits = e.levelBits(level);
      line(
          "  %-28s %+13.4f %+13.4f %+13.4f",
          "level " + level, bits.preTransform(), bits.logDet(), bits.base());
    }
  }

  private void errors(Evaluation e) {
    if (e.images() < 2) {
      return;
    }
    StandardErrors errors = e.standardErrors();
    line("  %-28s %9.4f   with all that follows", "standard error, images", errors.images());
    int draws = e.options().draws();
    part("standard error, noise", errors.draws(), draws + " draws", "one draw; --draws 2 tells");
    if (e.divergence() instanceof Divergence.Hutchinson h) {
      String known = h.probes() + " probes";
      String unknown = "not told apart; --divergence hutchinson:2";
      part("standard error, probes", errors.probes(), known, unknown);
    } else {
      String kind = e.divergence().text() + " divergence";
      part("standard error, probes", errors.probes(), kind, kind + ": not told apart");
    }
  }

  private void part(String name, OptionalDouble error, String known, String unknown) {
    if (error.isPresent()) {
      line("  %-28s %9.4f   %s", name, error.getAsDouble(), known);
    } else {
      line("  %-28s %9s   %s", name, "unknown", unknown);
    }
  }

  public void print(Audit audit) {
    line("audit of %d images, bits/dim %.5f", audit.images(), audit.bitsPerDim());
    for (Audit.Rerun rerun : audit.reruns()) {
      line(
          "  %-28s %9.5f   moved %+.1e, one image at most %.1e",
          rerun.name(), rerun.bitsPerDim(), rerun.moved(), rerun.largest());
    }
    line(
        "  %-28s %9.5f   grey values at most, %.1e root mean square",
        "decode(encode(x)) - x",
        audit.reconstruction().largest(),
        audit.reconstruction().rootMeanSquare());
    out.flush();
  }
}
