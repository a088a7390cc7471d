package rivulet.cli.output;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import rivulet.data.format.PngWriter;
import rivulet.ode.SolverOptions;
import rivulet.points.PointModel;
import rivulet.points.PointModelFile;
import rivulet.points.PointPicture;
import rivulet.points.PointSampler;
import rivulet.points.PointSet;
import rivulet.points.PointSource;
import rivulet.points.StoredPoints;
import rivulet.points.table.CsvWriter;
import rivulet.points.table.Table;
import rivulet.random.NoiseStream;
import rivulet.store.AtomicFile;
import rivulet.store.FolderLock;
import rivulet.store.OutputFolder;
import rivulet.store.StoreException;
import rivulet.train.RunDirectory;

/**
 * What {@code play --out} writes: the model, {@code samples.csv}, of a table {@code held-out.csv}
 * with the rows that were measured, and in the plane {@code density.png} with points of the data,
 * points of the model and the model's density.
 */
public record PlayFiles(Path folder, PointSource source, long seed) {
  private static final String HELD_OUT = "held-out.csv";
  private static final String SAMPLES = "samples.csv";
  private static final String PICTURE = "density.png";

  /** Files that it writes. */
  public static final List<String> NAMES = List.of(RunDirectory.MODEL, HELD_OUT, SAMPLES, PICTURE);

  private static final int COUNT = 10_000;

  /**
   * Looks before anything is trained.
   *
   * @throws StoreException if the folder holds a model
   */
  public static void requireNoModel(Path folder) {
    if (Files.exists(folder.resolve(RunDirectory.MODEL))) {
      throw new StoreException("play: " + folder + " holds a model already; choose another --out");
    }
  }

  public void write(StoredPoints stored, SolverOptions solver, int threads) {
    OutputFolder.create(folder);
    try (FolderLock _ = FolderLock.take(folder)) {
      requireNoModel(folder);
      writeAll(stored, solver, threads);
    }
  }

  private void writeAll(StoredPoints stored, SolverOptions solver, int threads) {
    PointModel model = stored.model();
    PointModelFile.write(RunDirectory.model(folder), stored);
    if (source instanceof Table table) {
      AtomicFile.write(folder.resolve(HELD_OUT), out -> CsvWriter.exact(out, table.heldOut()));
    }
    double[] samples = PointSampler.draw(model, seed, COUNT, solver, threads);
    AtomicFile.write(folder.resolve(SAMPLES), out -> CsvWriter.samples(out, model, samples));
    if (model.columns().count() == 2) {
      picture(model, samples, solver, threads);
    }
  }

  private void picture(PointModel model, double[] samples, SolverOptions solver, int threads) {
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

  private double[] data() {
    int points = (int) Math.min(COUNT, source.count(PointSet.HELD_OUT));
    double[] data = new double[2 * points];
    double[] point = new double[2];
    NoiseStream noise = new NoiseStream();
    for (int n = 0; n < points; n++) {
      source.draw(noise, seed, PointSet.HELD_OUT, n, point);
      System.arraycopy(point, 0, data, 2 * n, 2);
    }
    return data;
  }
}
