package rivulet.points;

import java.util.List;
import java.util.OptionalDouble;
import rivulet.points.table.Columns;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;

/**
 * Densities in the plane as FFJORD defines them (Grathwohl et al., arXiv 1810.01367, its toy data),
 * with angles and classes drawn at random where the original spaces them evenly over a batch.
 * Entropies are those of docs/mathematics.md, section 6.
 */
public enum PlaneDensity implements PointSource {
  /** Eight normals of deviation 0.354 on a circle of radius 2.83. */
  EIGHT_GAUSSIANS("8gaussians", 2.828),
  /** Uniform on eight squares of side 2 of a board of sixteen: the entropy is ln 32. */
  CHECKERBOARD("checkerboard", StrictMath.log(32)),
  /** Two half circles that reach into each other. */
  MOONS("moons", 2.393),
  /** Two circles of radius 1.5 and 3 with noise of 0.24. */
  CIRCLES("circles", 3.272),
  /** Four circles with noise of 0.08. */
  RINGS("rings", 2.627),
  /** A spiral of one and a half turns. */
  SWISS_ROLL("swissroll", 2.666),
  /** Two spirals of one and a half turns. */
  TWO_SPIRALS("2spirals", 2.646),
  /** Five bent arms. */
  PINWHEEL("pinwheel", 2.315);

  private static final Columns COLUMNS = Columns.named(List.of("x", "y"));

  private final String label;
  private final double entropy;

  PlaneDensity(String label, double entropy) {
    this.label = label;
    this.entropy = entropy;
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
  public void draw(NoiseStream noise, long seed, PointSet set, long index, double[] point) {
    noise.reset(seed, Purpose.DATA, set.code(), index, 0, 0, 0);
    switch (this) {
      case EIGHT_GAUSSIANS -> PlaneShapes.eightGaussians(noise, point);
      case CHECKERBOARD -> PlaneShapes.checkerboard(noise, point);
      case MOONS -> PlaneShapes.moons(noise, point);
      case CIRCLES -> PlaneShapes.circles(noise, point);
      case RINGS -> PlaneShapes.rings(noise, point);
      case SWISS_ROLL -> PlaneShapes.swissRoll(noise, point);
      case TWO_SPIRALS -> PlaneShapes.twoSpirals(noise, point);
      case PINWHEEL -> PlaneShapes.pinwheel(noise, point);
    }
  }
}
