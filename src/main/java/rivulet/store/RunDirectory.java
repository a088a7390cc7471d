package rivulet.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of one run. */
public record RunDirectory(Path root) {
  /** Name of the model file, in a run and where a model is asked for. */
  public static final String MODEL = "model.safetensors";

  /** Name of the file of the model that was best on images held back. */
  public static final String BEST = "best.safetensors";

  /**
   * Makes the directory if it is missing.
   *
   * @throws StoreException if it cannot be made or written to
   */
  public static RunDirectory create(Path root) {
    OutputFolder.create(root);
    return new RunDirectory(root);
  }

  /**
   * The directory of a run that is to be made.
   *
   * @throws StoreException if it cannot be made or written to
   */
  public static RunDirectory planned(Path root) {
    OutputFolder.require(root);
    return new RunDirectory(root);
  }

  /**
   * The directory of a run that has begun.
   *
   * @throws StoreException if the folder is none
   */
  public static RunDirectory open(Path folder) {
    RunDirectory run = new RunDirectory(folder);
    if (!run.holdsRun()) {
      throw new StoreException(
          folder
              + ": is no folder of a run (no metrics and no checkpoint); name one that train"
              + " wrote");
    }
    return run;
  }

  /** Whether a run has begun here. */
  public boolean holdsRun() {
    return Files.isDirectory(root) && (Files.exists(metricTable()) || Files.exists(checkpoint()));
  }

  /** Name of the folder. */
  public String name() {
    Path name = root.toAbsolutePath().normalize().getFileName();
    return name == null ? root.toString() : name.toString();
  }

  /** The model of a run, or the file itself if it is one. */
  public static Path model(Path runOrFile) {
    return Files.isDirectory(runOrFile) ? runOrFile.resolve(MODEL) : runOrFile;
  }

  /**
   * Keeps other runs out until it is closed.
   *
   * @throws StoreException if one is at work here, with its process, or a file of the run can be no
   *     regular file
   */
  public FolderLock lock() {
    for (Path file :
        List.of(model(), best(), checkpoint(), metricLines(), metricTable(), validation())) {
      AtomicFile.requireRegular(file);
    }
    return FolderLock.take(root);
  }

  /**
   * Whether a run goes on from the checkpoint here.
   *
   * @param resume whether it may
   * @throws StoreException if it would write over another run or a model
   */
  public boolean resumes(boolean resume) {
    boolean started = Files.exists(checkpoint());
    if (started && !resume) {
      throw new StoreException(
          "train: "
              + root
              + " holds a run already; add `resume` to continue it or "
              + "choose another `out`");
    }
    if (!started && Files.exists(model())) {
      throw new StoreException("train: " + root + " holds a model already; choose another `out`");
    }
    return started;
  }

  public Path model() {
    return root.resolve(MODEL);
  }

  /** The model that was best on images held back. */
  public Path best() {
    return root.resolve(BEST);
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

  public Path validation() {
    return root.resolve("validation.csv");
  }
}
