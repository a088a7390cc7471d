package rivulet.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import rivulet.data.PngWriter;
import rivulet.ode.SolverOptions;
import rivulet.points.PointModel;
import rivulet.points.PointPicture;
import rivulet.points.PointSampler;
import rivulet.points.PointSet;
import rivulet.points.PointSource;
import rivulet.random.NoiseStream;
import rivulet.store.AtomicFile;
import rivulet.store.FolderLock;
import rivulet.store.OutputFolder;

/**
 * What {@code play --out} writes: {@code samples.csv}, and in the plane {@code density.png} with
 * points of the data, points of the model and the model's density.
 */
record PlayFiles(Path folder, PointModel model, PointSource source, long seed) {
  private static final String TABLE = "samples.csv";
  private static final String PICTURE = "density.png";

  /** Files that it writes. */
  static final List<String> NAMES = List.of(TABLE, PICTURE);

  private static final int SAMPLES = 10_000;

  void write(SolverOptions solver, int threads) {
    OutputFolder.create(folder);
    try (FolderLock _ = FolderLock.take(folder)) {
      writeAll(solver, threads);
    }
  }

  private void writeAll(SolverOptions solver, int threads) {
    double[] samples = PointSampler.draw(model, seed, SAMPLES, solver, threads);
    int columns = model.shape().dimensions();
    AtomicFile.write(folder.resolve(TABLE), out -> csv(out, samples, columns));
    if (columns == 2) {
      PointPicture picture = new PointPicture();
      picture.count(0, model, data());
      picture.count(1, model, samples);
      picture.density(2, model, solver, threads);
      AtomicFile.write(
          folder.resolve(PICTURE),
          out ->
              PngWriter.write(
                  PngWriter.picture(1, PointPicture.SIDE, PointPicture.width(), picture.grey()),
                  out));
    }
  }

  private double[] data() {
    int points = (int) Math.min(SAMPLES, source.count(PointSet.HELD_OUT));
    double[] data = new double[2 * points];
    double[] point = new double[2];
    NoiseStream noise = new NoiseStream();
    for (int n = 0; n < points; n++) {
      source.draw(noise, seed, PointSet.HELD_OUT, n, point);
      System.arraycopy(point, 0, data, 2 * n, 2);
    }
    return data;
  }

  private static void csv(OutputStream out, double[] values, int columns) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      lines.append((float) values[i]).append(i % columns == columns - 1 ? '\n' : ',');
    }
    out.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
