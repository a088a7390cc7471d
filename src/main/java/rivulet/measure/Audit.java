package rivulet.measure;

import java.util.ArrayList;
import java.util.List;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.AnalysedImage;
import rivulet.flow.FlowModel;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.ReferenceLevel;
import rivulet.flow.network.Divergence;
import rivulet.noise.Dequantiser;
import rivulet.ode.SolverOptions;
import rivulet.parallel.WorkerPool;
import rivulet.tensor.kernel.Tuning;

/**
 * How far bits/dim of some images move when one thing at a time is done better, and how well the
 * images survive the way there and back.
 *
 * @param images how many
 * @param bitsPerDim of these images as measured
 * @param reruns what was done better
 * @param reconstruction of the images
 */
public record Audit(
    int images, double bitsPerDim, List<Rerun> reruns, Reconstruction reconstruction) {
  /**
   * One thing done better.
   *
   * @param name what
   * @param bitsPerDim mean over the images
   * @param moved mean of (rerun − as measured)
   * @param largest largest size of that difference among the images
   */
  public record Rerun(String name, double bitsPerDim, double moved, double largest) {}

  public Audit {
    reruns = List.copyOf(reruns);
  }

  /**
   * Audits the images of a set. The float64 rerun takes some seconds per image.
   *
   * @param finer the solver of the options at a tenth of its tolerance
   * @throws IllegalArgumentException if the options ask for a fault or for importance samples
   */
  public static Audit of(
      FlowModel model,
      ImageSet data,
      Divergence divergence,
      EvaluationOptions options,
      SolverOptions finer,
      int threads) {
    options.checkAudit();
    Auditor auditor = new Auditor(model, data, options, threads);
    double[] measured = auditor.measure(divergence, options.solver());
    List<Rerun> reruns = new ArrayList<>();
    reruns.add(rerun("tolerance / 10", measured, auditor.measure(divergence, finer)));
    reruns.add(rerun("float64", measured, auditor.reference(divergence)));
    if (divergence.stochastic()) {
      double[] exact = auditor.measure(Divergence.exact(), options.solver());
      reruns.add(rerun("exact divergence", measured, exact));
    }
    return new Audit(measured.length, mean(measured), reruns, auditor.reconstruct());
  }

  private static Rerun rerun(String name, double[] measured, double[] better) {
    double largest = 0;
    for (int n = 0; n < measured.length; n++) {
      largest = Math.max(largest, Math.abs(better[n] - measured[n]));
    }
    return new Rerun(name, mean(better), mean(better) - mean(measured), largest);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Measures the same images in several ways. */
  private record Auditor(FlowModel model, ImageSet data, EvaluationOptions options, int threads) {

    double[] measure(Divergence divergence, SolverOptions solver) {
      try (MultiResolutionFlow flow =
          new MultiResolutionFlow(model, divergence, false, Tuning.DEFAULT)) {
        return Evaluation.of(flow, data, options.rerun(solver), threads, (done, all) -> {})
            .perImage();
      }
    }

    Reconstruction reconstruct() {
      try (MultiResolutionFlow flow =
          new MultiResolutionFlow(model, Divergence.hutchinson(), false, Tuning.DEFAULT)) {
        return Reconstruction.of(flow, data, options);
      }
    }

    double[] reference(Divergence divergence) {
      int levels = model.spec().levels();
      int images = (int) data.count();
      double[][] logLikelihood = new double[levels][images];
      double[] pixels = new double[images];
      ImageLabels labels = ImageLabels.of(data, model.spec().imageClasses());
      try (WorkerPool pool = new WorkerPool(threads)) {
        pool.run(
            levels * images,
            (worker, task) -> {
              int level = levels - 1 - task / images;
              int n = task % images;
              Dequantiser reader = options.reader(data, labels);
              ReferenceLevel reference =
                  new ReferenceLevel(model, level, divergence, options.solver(), options.probes());
              logLikelihood[level][n] = logLikelihood(reference, n, reader);
              if (level == 0) {
                pixels[n] = reference.pixelLogDet() - reader.logDensity();
              }
            });
      }
      double[] bits = new double[images];
      for (int n = 0; n < images; n++) {
        double total = pixels[n];
        for (double[] level : logLikelihood) {
          total += level[n];
        }
        bits[n] = model.spec().bitsPerDim(total);
      }
      return bits;
    }

    private double logLikelihood(ReferenceLevel reference, int n, Dequantiser reader) {
      double[] image = new double[model.spec().dimensions()];
      reader.read(n, 0, image);
      reference.label(reader.label(n));
      return reference.logLikelihood(
          new AnalysedImage(model).analyse(image), options.seed(), 0, reader.index(n));
    }
  }
}
