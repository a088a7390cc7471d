package rivulet.cli.table;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;
import rivulet.Likelihood;
import rivulet.cli.option.SolverOption;

/** An evaluation for people: the result, its standard error, and the waterfall that leads there. */
public record EvalText(PrintWriter out) {

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }

  public void print(Likelihood e, SolverOption solver) {
    if (e.how().isFault()) {
      line("not a likelihood: %s", e.how().meaning());
    }
    line(
        "bits/dim %.4f%s on %d images",
        e.bitsPerDim(),
        e.images() < 2 ? "" : String.format(Locale.ROOT, " ± %.4f", e.standardError()),
        e.images());
    line(
        "%s, tolerance %s, %s divergence, %.1f evaluations per image",
        solver.method(), solver.tolerance(), e.divergence(), e.evaluations());
    waterfall(e);
    errors(e);
    terms(e);
    out.flush();
  }

  /** From 8 bits down; adds up to the result. */
  private void waterfall(Likelihood e) {
    line("  %-28s %9.4f", "uniform pixels", (double) Likelihood.UNIFORM_BITS);
    if (e.dequantisationShare() != 0) {
      line("  %-28s %+9.4f", "dequantisation", e.dequantisationShare());
    }
    double pixelTransform = e.pixelTransformShare().orElse(0);
    if (pixelTransform != 0) {
      line("  %-28s %+9.4f", "pixel transform", pixelTransform);
    }
    for (int level = 0; level < e.levels(); level++) {
      line(
          "  %-28s %+9.4f",
          "level " + level + " pre-transform", e.level(level).preTransformShare());
    }
    line("  %-28s %9.4f", "without flow", e.noFlowBitsPerDim());
    for (int level = 0; level < e.levels(); level++) {
      String name = "level " + level + " flow";
      Likelihood.Level of = e.level(level);
      line("  %-28s %+9.4f   %.1f evaluations", name, of.flowShare(), of.evaluations());
    }
    int samples = e.how().importance();
    if (samples > 1) {
      line("  %-28s %+9.4f", samples + " importance samples", e.importanceShare());
    }
    line("  %-28s %9.4f", "bits/dim", e.bitsPerDim());
  }

  /**
   * The same by term: 8, dequantisation, pixel transform and all of them add up to the one-sample
   * bound.
   */
  private void terms(Likelihood e) {
    line("  %-28s %13s %13s %13s", "where the bits go", "pre-transform", "log-det", "base");
    for (int level = 0; level < e.levels(); level++) {
      Likelihood.Level bits = e.level(level);
      line(
          "  %-28s %+13.4f %+13.4f %+13.4f",
          "level " + level, bits.preTransform(), bits.logDet(), bits.base());
    }
  }

  private void errors(Likelihood e) {
    if (e.images() < 2) {
      return;
    }
    Likelihood.Errors errors = e.standardErrors();
    line("  %-28s %9.4f   with all that follows", "standard error, images", errors.images());
    int draws = e.how().draws();
    part("standard error, noise", errors.draws(), draws + " draws", "one draw; --draws 2 tells");
    if (e.probes().isPresent()) {
      String known = e.probes().getAsInt() + " probes";
      String unknown = "not told apart; --divergence hutchinson:2";
      part("standard error, probes", errors.probes(), known, unknown);
    } else {
      String kind = e.divergence() + " divergence";
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

  public void print(Likelihood.Audit audit) {
    line("audit of %d images, bits/dim %.5f", audit.images(), audit.bitsPerDim());
    for (Likelihood.Rerun rerun : audit.reruns()) {
      line(
          "  %-28s %9.5f   moved %+.1e, one image at most %.1e",
          rerun.name(), rerun.bitsPerDim(), rerun.moved(), rerun.largest());
    }
    line(
        "  %-28s %9.5f   grey values at most, %.1e root mean square",
        "decode(encode(x)) - x", audit.largestGrey(), audit.rootMeanSquareGrey());
    out.flush();
  }
}
