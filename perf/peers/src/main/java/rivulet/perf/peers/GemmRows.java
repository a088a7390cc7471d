package rivulet.perf.peers;

import java.util.ArrayList;
import java.util.List;
import rivulet.perf.Clock;
import rivulet.perf.GemmKernel;
import rivulet.perf.Workers;
import rivulet.tensor.Workspace;

/** Matrix products against OpenBLAS and EJML. */
final class GemmRows implements Rows {
  /**
   * A product of rows×inner by inner×columns.
   *
   * @param rows of A and C
   * @param inner columns of A, rows of B
   * @param columns of B and C
   */
  record Extents(int rows, int inner, int columns) {
    @Override
    public String toString() {
      return "gemm %dx%dx%d".formatted(rows, inner, columns);
    }
  }

  private static final List<Extents> ALL =
      List.of(
          new Extents(256, 64, 64),
          new Extents(1024, 64, 64),
          new Extents(512, 576, 64),
          new Extents(1001, 1001, 1001),
          new Extents(1024, 1024, 1024));

  @Override
  public void run(Setting setting) throws Exception {
    for (Extents extents : setting.quick() ? ALL.subList(0, 2) : ALL) {
      if (setting.wants(extents.toString())) {
        row(setting, extents);
      }
    }
  }

  private static void row(Setting setting, Extents all) throws Exception {
    try (Workspace workspace = new Workspace()) {
      List<GemmKernel> kernels = new ArrayList<>();
      int threads = setting.threads();
      for (int i = 0; i < threads; i++) {
        int first = all.rows() * i / threads;
        int rows = all.rows() * (i + 1) / threads - first;
        kernels.add(new GemmKernel(first, rows, all.inner(), all.columns(), workspace));
      }
      float[] result = Results.merged(kernels, false);
      try (Workers ours = new Workers(kernels)) {
        String name = all.toString();
        setting.add(
            new Duel.Match(name, "OpenBLAS", ours, result, 0), List.of(new BlasGemm(all, threads)));
        if (threads == 1) {
          setting.add(
              new Duel.Match(name, "EJML", ours, result, 0),
              List.of(new EjmlGemm(all, Clock.of(threads))));
        }
      }
    }
  }
}
