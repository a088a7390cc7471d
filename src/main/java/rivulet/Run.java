package rivulet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import rivulet.store.FolderLock;
import rivulet.store.JoinedModel;
import rivulet.store.OutputFolder;
import rivulet.store.RunDirectory;
import rivulet.store.StoreException;
import rivulet.store.exchange.Export;
import rivulet.store.exchange.Import;
import rivulet.tensor.backend.OpenBackend;
import rivulet.train.FlowRun;
import rivulet.train.LevelMetrics;
import rivulet.train.log.RunMetrics;

/** What a training of a model of images has written so far into its folder. */
public final class Run {
  /** Stands for a level where a training descends the bound of whole images. */
  public static final int WHOLE_IMAGE = LevelMetrics.WHOLE_IMAGE;

  /** Name of the model's file in the folder of a run. */
  public static final String MODEL = RunDirectory.MODEL;

  /** Name of the file of the model that was best on images held back. */
  public static final String BEST = RunDirectory.BEST;

  private final RunDirectory directory;
  private final RunMetrics metrics;
  private final Optional<Model> model;

  private Run(RunDirectory directory, RunMetrics metrics, Optional<Model> model) {
    this.directory = directory;
    this.metrics = metrics;
    this.model = model;
  }

  /**
   * What a training came to.
   *
   * @param folder with its files
   * @param updates done in all
   * @param skipped updates left out because of their gradients, counted at each level
   * @param nativeBytes most memory outside the heap that was held
   * @param transfers to a backend
   * @param best of a training with patience: the model in {@link #BEST} on the images held back, by
   *     a quick measurement (tolerance 1e-3, one probe)
   * @param enough whether it ended because none was better for long
   * @param model the last model; empty if the listener ended the training before its last update
   */
  public record Outcome(
      Path folder,
      long updates,
      long skipped,
      long nativeBytes,
      Backend.Transfers transfers,
      Optional<Validation> best,
      boolean enough,
      Optional<Model> model) {
    /** Of a run in a folder, for the room that trains. */
    @SuppressWarnings("exports")
    public static Outcome of(
        FlowRun.Outcome done, RunDirectory run, OpenBackend used, Optional<Model> model) {
      return new Outcome(
          run.root(),
          done.updates(),
          done.skipped(),
          done.nativeBytes(),
          Backend.Transfers.of(used),
          done.best().map(Validation::of),
          done.enough(),
          model);
    }
  }

  /** Whether that is the folder of a run: one that holds metrics or a checkpoint. */
  public static boolean is(Path folder) {
    RunDirectory run = new RunDirectory(folder);
    return Files.isDirectory(folder)
        && (Files.exists(run.metricTable()) || Files.exists(run.checkpoint()));
  }

  /**
   * Reads what is there.
   *
   * @throws StoreException if the folder is no run, or a file in it is damaged
   */
  public static Run read(Path folder) {
    if (!is(folder)) {
      throw new StoreException(
          folder
              + ": is no folder of a run (no metrics and no checkpoint); name one that train"
              + " wrote");
    }
    RunDirectory directory = new RunDirectory(folder);
    Optional<Model> model =
        Files.exists(directory.model())
            ? Optional.of(Model.part(directory.model()))
            : Optional.empty();
    return new Run(directory, RunMetrics.read(directory), model);
  }

  /**
   * Makes the folder of a run of levels that were trained apart, joined into one model.
   *
   * @param parts files or folders of runs
   * @throws StoreException if they do not belong together, or the folder cannot be written or holds
   *     a model already
   */
  public static Model merge(List<Path> parts, Path folder) {
    return merge(parts, folder, false);
  }

  /**
   * The same.
   *
   * @param mixed whether levels may have been trained by different recipes: batches, rates, numbers
   *     of updates. The description's provenance then tells what differs by {@code level_k_name}
   */
  public static Model merge(List<Path> parts, Path folder, boolean mixed) {
    OutputFolder.require(folder);
    RunDirectory run = new RunDirectory(folder);
    requireNoModel(run);
    List<Path> files = parts.stream().map(RunDirectory::model).toList();
    Model merged = new Model(JoinedModel.of(files, mixed));
    OutputFolder.create(folder);
    try (FolderLock _ = run.lock()) {
      requireNoModel(run);
      merged.save(run.model());
    }
    return merged;
  }

  private static void requireNoModel(RunDirectory run) {
    if (Files.exists(run.model())) {
      throw new StoreException(
          "merge: " + run.root() + " holds a model already; choose another `out`");
    }
  }

  /**
   * Writes the weights of a model for the published code: as safetensors where the name ends so,
   * else as PyTorch saves a checkpoint.
   *
   * @param model file or folder of a run, perhaps of some levels only
   * @return the parts of the model that the published code cannot express, in words
   * @throws StoreException if the model is damaged, or the file cannot be written
   */
  public static List<String> exportWeights(Path model, Path weights) {
    return Export.write(RunDirectory.model(model), weights);
  }

  /**
   * Writes the model of weights that {@link #exportWeights} wrote or the published code trained.
   *
   * @param weights one file, or a checkpoint for each level
   * @param unsaid settings that files of the published code do not say: {@code shape}, {@code
   *     activation}, {@code logit-alpha}; its defaults where they are not given
   * @param model file
   * @return what people should know of it, a line each
   * @throws StoreException if a file is damaged, they do not belong together, or are no model of
   *     this program
   */
  public static List<String> importWeights(
      List<Path> weights, Map<String, String> unsaid, Path model) {
    return Import.write(weights, unsaid, model);
  }

  /** The model's file of a run, there or not; what is no folder is the file itself. */
  public static Path modelFile(Path folderOrFile) {
    return RunDirectory.model(folderOrFile);
  }

  /** Where it is. */
  public Path folder() {
    return directory.root();
  }

  /** Its model of now, perhaps of some levels only; empty before the first is written. */
  public Optional<Model> model() {
    return model;
  }

  /** What its models came to on the images held back from training, in the order of time. */
  public List<Validation> validations() {
    return Validation.read(directory.root());
  }

  /** Updates done. */
  public long updates() {
    return metrics.updates();
  }

  /** Updates left out because of their gradients. */
  public long skipped() {
    return metrics.skipped();
  }

  /** Levels trained; {@link #WHOLE_IMAGE} where whole images are descended. */
  public SortedSet<Integer> levels() {
    return metrics.levels();
  }

  /**
   * One column of the metrics of a level, update by update; not a number where it has none.
   *
   * @param name as in the file: {@code matching_loss}, {@code bits_per_dim}, {@code gradient_norm},
   *     {@code learning_rate} …
   */
  public double[] column(String name, int level) {
    return metrics.column(name, level);
  }
}
