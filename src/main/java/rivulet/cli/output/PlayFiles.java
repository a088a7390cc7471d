package rivulet.cli.output;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import rivulet.Measuring;
import rivulet.PointData;
import rivulet.PointFlow;
import rivulet.Run;
import rivulet.Sampling;
import rivulet.store.FolderLock;
import rivulet.store.OutputFolder;
import rivulet.store.StoreException;

/**
 * What {@code play --out} writes: the model, {@code samples.csv}, of a table {@code held-out.csv}
 * with the rows that were measured, and of one column or two a figure, as pixels and as a drawing.
 */
public record PlayFiles(Path folder, PointData data, Measuring how) {
  private static final String HELD_OUT = "held-out.csv";
  private static final String SAMPLES = "samples.csv";
  private static final String PICTURE = "density.png";
  private static final String DRAWING = "density.svg";

  /** Files that it writes. */
  public static final List<String> NAMES = List.of(Run.MODEL, HELD_OUT, SAMPLES, PICTURE, DRAWING);

  private static final int COUNT = 10_000;

  /**
   * Looks before anything is trained.
   *
   * @throws StoreException if the folder holds a model
   */
  public static void requireNoModel(Path folder) {
    if (Files.exists(folder.resolve(Run.MODEL))) {
      throw new StoreException("play: " + folder + " holds a model already; choose another --out");
    }
  }

  public void write(PointFlow flow) {
    OutputFolder.create(folder);
    try (FolderLock _ = FolderLock.take(folder)) {
      requireNoModel(folder);
      writeAll(flow);
    }
  }

  private void writeAll(PointFlow flow) {
    flow.save(folder.resolve(Run.MODEL));
    if (data.isTable()) {
      data.saveHeldOut(folder.resolve(HELD_OUT));
    }
    Sampling drawing =
        Sampling.usual().withSeed(how.seed()).withSolver(how.solver()).withThreads(how.threads());
    double[][] samples = flow.sample(COUNT, drawing);
    flow.saveSamples(folder.resolve(SAMPLES), samples);
    if (flow.dimensions() <= 2) {
      flow.savePicture(folder.resolve(PICTURE), folder.resolve(DRAWING), data, samples, how);
    }
  }
}
