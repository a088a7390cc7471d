package rivulet.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import rivulet.store.StoreException;

/** The files of one run. */
public record RunDirectory(Path root) {
  /** Name of the model file, in a run and where a model is asked for. */
  public static final String MODEL = "model.safetensors";

  /** Makes the directory if it is missing. */
  public static RunDirectory create(Path root) {
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new StoreException(
          "run: "
              + root
              + " cannot be made a directory ("
              + e.getMessage()
              + "); choose another --out",
          e);
    }
    return new RunDirectory(root);
  }

  /** The model of a run, or the file itself if it is one. */
  public static Path model(Path runOrFile) {
    return Files.isDirectory(runOrFile) ? runOrFile.resolve(MODEL) : runOrFile;
  }

  /**
   * Whether a run goes on from the checkpoint here.
   *
   * @param resume whether it may
   * @throws StoreException if it would write over another run or a model
   */
  boolean resumes(boolean resume) {
    boolean started = Files.exists(checkpoint());
    if (started && !resume) {
      throw new StoreException(
          "train: "
              + root
              + " holds a run already; add --resume to continue it or "
              + "choose another --out");
    }
    if (!started && Files.exists(model())) {
      throw new StoreException("train: " + root + " holds a model already; choose another --out");
    }
    return started;
  }

  public Path model() {
    return root.resolve(MODEL);
  }

  public Path checkpoint() {
    return root.resolve("checkpoint.safetensors");
  }

  public Path metricLines() {
    return root.resolve("metrics.jsonl");
  }

  public Path metricTable() {
    return root.resolve("metrics.csv");
  }
}
