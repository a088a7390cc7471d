package rivulet.perf.peers;

import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import rivulet.perf.Clock;
import rivulet.perf.TestValues;

/** EJML's product of float32 matrices. */
final class EjmlGemm implements Peer {
  private final Clock clock;
  private final FMatrixRMaj a;
  private final FMatrixRMaj b;
  private final FMatrixRMaj c;

  EjmlGemm(GemmRows.Extents extents, Clock clock) {
    this.clock = clock;
    int m = extents.rows();
    int k = extents.inner();
    int n = extents.columns();
    a = FMatrixRMaj.wrap(m, k, TestValues.floats(TestValues.INPUT, 0, m * k));
    b = FMatrixRMaj.wrap(k, n, TestValues.floats(TestValues.WEIGHT, 0, k * n));
    c = new FMatrixRMaj(m, n);
  }

  @Override
  public String variant() {
    return "mult";
  }

  @Override
  public double seconds(int repetitions) {
    double start = clock.now();
    for (int i = 0; i < repetitions; i++) {
      CommonOps_FDRM.mult(a, b, c);
    }
    return clock.now() - start;
  }

  @Override
  public double error(float[] ours) {
    seconds(1);
    return Errors.relative(ours, c.data);
  }

  @Override
  public void close() {}
}
