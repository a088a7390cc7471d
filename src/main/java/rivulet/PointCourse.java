package rivulet;

import java.util.Arrays;
import rivulet.ode.RecordedSolve;

/**
 * One point's way through a flow to its latent, and back from there. States are in the coordinates
 * of the data; the first quadrature is the divergence.
 *
 * @param there from time 0, the data, to 1
 * @param back from 1 to 0
 * @param logLikelihood ln p of the point, in nats
 */
public record PointCourse(RecordedSolve there, RecordedSolve back, double logLikelihood) {

  /** ln p of where the point is after each tried step of {@link #there}, as the flow goes on. */
  public double[] logLikelihoodThere() {
    return after(there, logLikelihood);
  }

  /** The same of {@link #back}. */
  public double[] logLikelihoodBack() {
    return after(back, logLikelihood - divergence(there.steps().getLast()));
  }

  /** How far from the point the way back ends. */
  public double distance() {
    double[] begin = there.frames().getFirst().state();
    double[] end = back.end();
    double sum = 0;
    for (int c = 0; c < begin.length; c++) {
      sum += (end[c] - begin[c]) * (end[c] - begin[c]);
    }
    return Math.sqrt(sum);
  }

  /** Along a flow d ln p / dt is −div f. */
  private static double[] after(RecordedSolve solve, double start) {
    double[] found = new double[solve.steps().size()];
    Arrays.setAll(found, step -> start - divergence(solve.steps().get(step)));
    return found;
  }

  private static double divergence(RecordedSolve.Step step) {
    return step.sums()[0];
  }
}
