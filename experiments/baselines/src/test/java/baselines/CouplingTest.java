package baselines;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.tensor.Shape;

/** The way back and the log-determinant of couplings, against the way there alone. */
final class CouplingTest {
  private static final double LN_2PI = StrictMath.log(2 * StrictMath.PI);
  private static final double STEP = 1e-5;

  static Stream<Coupling> couplings() {
    Shape grey = new Shape(1, 3, 2);
    Shape detail = new Shape(3, 2, 2);
    return Stream.of(
        new Coupling(grey, 0, Coupling.Kind.CHANNELS.halves(grey, 4), 3, 1),
        new Coupling(detail, 1, Coupling.Kind.CHANNELS.halves(detail, 3), 4, 0),
        new Coupling(detail, 2, Coupling.Kind.BOTH.halves(detail, 4), 3, 1),
        new Coupling(detail, 0, Coupling.Kind.PIXELS.halves(detail, 2), 3, 2));
  }

  /** A coupling with random weights, an image and a coarser one. */
  private static final class Drawn {
    final LossProgram loss;
    final Map<String, double[]> weights;
    final double[] x;
    final double[] coarse;

    Drawn(Coupling coupling) {
      loss = coupling.program(3, 1);
      weights = Programs.weights(loss, 0.4, 5);
      SplittableRandom random = new SplittableRandom(7);
      int pixels = coupling.state().pixels();
      x = Programs.uniform(random, (int) coupling.state().elements(), 2);
      coarse = Programs.uniform(random, coupling.condition() * pixels, 2);
    }

    Map<String, double[]> images(double[] image) {
      return Map.of(LossProgram.STATE, image, LossProgram.CONDITION, coarse);
    }

    double[] latent(double[] image) {
      return Programs.evaluated(loss.program(), weights, images(image))
          .get(loss.program().output(LossProgram.OUTPUT), 0);
    }
  }

  @ParameterizedTest
  @MethodSource("couplings")
  void theWayBackIsTheInverse(Coupling coupling) {
    Drawn drawn = new Drawn(coupling);
    double[] latent = drawn.latent(drawn.x);
    double[] back = new CouplingInverse(coupling, drawn.weights).data(latent, drawn.coarse);
    assertArrayEquals(drawn.x, back, 2e-6); // float32 entries of an orthogonal matrix
  }

  /** −ln p = ½‖f‖² + ½ D ln 2π − ln |det ∂f/∂x|, the last by differences and elimination. */
  @ParameterizedTest
  @MethodSource("couplings")
  void theLossHasTheDeterminantOfTheJacobian(Coupling coupling) {
    Drawn drawn = new Drawn(coupling);
    int size = drawn.x.length;
    double[][] jacobian = new double[size][];
    for (int i = 0; i < size; i++) {
      double[] high = drawn.x.clone();
      double[] low = drawn.x.clone();
      high[i] += STEP;
      low[i] -= STEP;
      double[] above = drawn.latent(high);
      double[] below = drawn.latent(low);
      jacobian[i] = new double[size];
      for (int j = 0; j < size; j++) {
        jacobian[i][j] = (above[j] - below[j]) / (2 * STEP);
      }
    }
    double expected = 0.5 * size * LN_2PI - logDeterminant(jacobian);
    for (double f : drawn.latent(drawn.x)) {
      expected += 0.5 * f * f;
    }
    double found = Programs.loss(drawn.loss, drawn.weights, drawn.images(drawn.x));
    assertEquals(expected, found, 2e-6);
  }

  /** ln |det| by Gaussian elimination with pivots; the matrix is used up. */
  private static double logDeterminant(double[][] a) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      int pivot = k;
      for (int i = k; i < a.length; i++) {
        pivot = Math.abs(a[i][k]) > Math.abs(a[pivot][k]) ? i : pivot;
      }
      double[] row = a[pivot];
      a[pivot] = a[k];
      a[k] = row;
      sum += StrictMath.log(Math.abs(row[k]));
      for (int i = k + 1; i < a.length; i++) {
        double factor = a[i][k] / row[k];
        for (int j = k; j < a.length; j++) {
          a[i][j] -= factor * row[j];
        }
      }
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("couplings")
  void freshIsTheIdentity(Coupling coupling) {
    Drawn drawn = new Drawn(coupling);
    Map<String, double[]> fresh = Programs.weights(drawn.loss, 0, 5);
    double[] latent =
        Programs.evaluated(drawn.loss.program(), fresh, drawn.images(drawn.x))
            .get(drawn.loss.program().output(LossProgram.OUTPUT), 0);
    assertArrayEquals(drawn.x, latent, 1e-6);
    double expected = 0.5 * drawn.x.length * LN_2PI;
    for (double x : drawn.x) {
      expected += 0.5 * x * x;
    }
    assertEquals(expected, Programs.loss(drawn.loss, fresh, drawn.images(drawn.x)), 1e-6);
  }
}
