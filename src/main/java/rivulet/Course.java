package rivulet;

import java.util.List;
import rivulet.ode.RecordedSolve;

/**
 * How one image went through a model.
 *
 * @param likelihood of this image alone
 * @param pixels the dequantised image that the model met, planar, in [0,1)
 * @param levels by level from the coarsest the solve of each block: from the level's data at time 0
 *     to its latent at time 1 of the last. Quadratures are divergence, kinetic energy and Jacobian
 *     norm, then the shares of several probes, or with an exact divergence each entry of the
 *     Jacobian's diagonal
 */
public record Course(Likelihood likelihood, double[] pixels, List<List<RecordedSolve>> levels) {
  /** Quadratures before the entries of the diagonal. */
  public static final int RATES = 3;

  /** Copies the lists. */
  public Course {
    levels = levels.stream().map(List::copyOf).toList();
  }
}
