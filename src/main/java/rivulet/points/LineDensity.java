package rivulet.points;

import java.util.List;
import java.util.OptionalDouble;
import rivulet.points.table.Columns;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;

/**
 * Densities on the line, whose ln p is known in closed form; so are the entropies of {@link
 * #UNIFORM} and {@link #GUMBEL}, those of sums of normals are integrals of p ln p.
 */
public enum LineDensity implements PointSource {
  /** A third of the mass normal about −2 with deviation 0.4, the rest about 1 with 0.8. */
  TWO_NORMALS("twonormals", 1.5826851742138) {
    @Override
    double draw(NoiseStream noise) {
      return noise.nextIndex(3) == 0
          ? -2 + 0.4 * noise.nextGaussian()
          : 1 + 0.8 * noise.nextGaussian();
    }

    @Override
    double logDensity(double x) {
      return StrictMath.log(normal(x, -2, 0.4) / 3 + 2 * normal(x, 1, 0.8) / 3);
    }
  },
  /** Uniform from −2 to 2: the entropy is ln 4. */
  UNIFORM("uniform", StrictMath.log(4)) {
    @Override
    double draw(NoiseStream noise) {
      return 4 * noise.nextUniform() - 2;
    }

    @Override
    double logDensity(double x) {
      return Math.abs(x) <= 2 ? -StrictMath.log(4) : Double.NEGATIVE_INFINITY;
    }
  },
  /** The law of largest values, which leans to one side: p = exp(−x − e^−x), entropy 1 + γ. */
  GUMBEL("gumbel", 1 + 0.5772156649015329) {
    @Override
    double draw(NoiseStream noise) {
      return -StrictMath.log(-StrictMath.log(Math.max(LEAST, noise.nextUniform())));
    }

    @Override
    double logDensity(double x) {
      return -x - StrictMath.exp(-x);
    }
  },
  /**
   * Half of the mass N(0, 1), the rest in five needles of deviation 0.1 at −1, −½, 0, ½ and 1
   * (Marron and Wand, "Exact mean integrated squared error", 1992, number 10).
   */
  CLAW("claw", 1.1927642157308) {
    @Override
    double draw(NoiseStream noise) {
      boolean wide = noise.nextIndex(2) == 0;
      double middle = 0.5 * noise.nextIndex(5) - 1;
      double spread = noise.nextGaussian();
      return wide ? spread : middle + 0.1 * spread;
    }

    @Override
    double logDensity(double x) {
      double sum = 0.5 * normal(x, 0, 1);
      for (int needle = 0; needle < 5; needle++) {
        sum += 0.1 * normal(x, 0.5 * needle - 1, 0.1);
      }
      return StrictMath.log(sum);
    }
  };

  private static final Columns COLUMNS = Columns.named(List.of("x"));

  /** A uniform of 0 stands for less than the least other one. */
  private static final double LEAST = 0x1p-60;

  private final String label;
  private final double entropy;

  LineDensity(String label, double entropy) {
    this.label = label;
    this.entropy = entropy;
  }

  abstract double draw(NoiseStream noise);

  /** ln p of a place, in nats. */
  abstract double logDensity(double x);

  private static double normal(double x, double mean, double deviation) {
    double z = (x - mean) / deviation;
    return StrictMath.exp(-0.5 * z * z) / (deviation * StrictMath.sqrt(2 * StrictMath.PI));
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public Columns columns() {
    return COLUMNS;
  }

  @Override
  public OptionalDouble entropy() {
    return OptionalDouble.of(entropy);
  }

  @Override
  public OptionalDouble trueLogDensity(double[] point) {
    return OptionalDouble.of(logDensity(point[0]));
  }

  @Override
  public void draw(NoiseStream noise, long seed, PointSet set, long index, double[] point) {
    noise.reset(seed, Purpose.DATA, set.code(), index, 0, 0, 0);
    point[0] = draw(noise);
  }
}
