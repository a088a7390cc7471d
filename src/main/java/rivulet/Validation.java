package rivulet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rivulet.store.AtomicFile;
import rivulet.store.FolderLock;
import rivulet.store.RunDirectory;
import rivulet.store.StoreException;
import rivulet.store.StoredModel;
import rivulet.train.FlowRun;

/**
 * bits/dim of a run's model on images that were held back from its training: what choices between
 * runs are made by, so that images of a test set decide on nothing. A run keeps one for each number
 * of updates that it ended at or was judged after, as a row of {@code validation.csv}.
 *
 * @param updates that the model comes from
 * @param images how many were held back
 * @param bitsPerDim their mean
 * @param standardError of the mean, over images; NaN for a single one
 */
public record Validation(long updates, long images, double bitsPerDim, double standardError) {
  private static final String HEADER = "updates,images,bits_per_dim,standard_error";

  /**
   * Measures a complete model of a training.
   *
   * @param images held back
   */
  public static Validation measure(Model model, Images images, Measuring how, Progress progress) {
    Likelihood found = model.logLikelihood(images, how, progress);
    long updates =
        Long.parseLong(model.description().provenance().getOrDefault(StoredModel.UPDATES, "0"));
    return new Validation(updates, images.count(), found.bitsPerDim(), found.standardError());
  }

  /** Measured by a run on its way. */
  @SuppressWarnings("exports")
  public static Validation of(FlowRun.Judged found) {
    return new Validation(
        found.updates(), found.images(), found.bitsPerDim(), found.standardError());
  }

  /**
   * Adds it to what a run keeps; an earlier one after as many updates makes room.
   *
   * @param folder of the run
   */
  public void write(Path folder) {
    RunDirectory run = new RunDirectory(folder);
    try (FolderLock _ = run.lock()) {
      add(run);
    }
  }

  /** The same for a run that has its folder to itself. */
  @SuppressWarnings("exports")
  public void add(RunDirectory run) {
    List<Validation> kept = new ArrayList<>(read(run.root()));
    kept.removeIf(other -> other.updates == updates);
    kept.add(this);
    StringBuilder text = new StringBuilder(HEADER + "\n");
    kept.forEach(each -> text.append(each.row()).append('\n'));
    AtomicFile.write(run.validation(), text.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** Whether the last so many of these were no better than one before them. */
  public static boolean inVain(List<Validation> all, long patience) {
    int best = 0;
    for (int i = 1; i < all.size(); i++) {
      best = all.get(i).bitsPerDim < all.get(best).bitsPerDim ? i : best;
    }
    return all.size() - 1 - best >= patience;
  }

  private String row() {
    return String.format(Locale.ROOT, "%d,%d,%s,%s", updates, images, bitsPerDim, standardError);
  }

  /**
   * All that a run has kept, in the order in which they were measured; none without the file.
   *
   * @throws StoreException if the file is damaged
   */
  public static List<Validation> read(Path folder) {
    Path file = new RunDirectory(folder).validation();
    if (Files.notExists(file)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file).stream().skip(1).map(row -> parse(file, row)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read (" + e + ")", e);
    }
  }

  private static Validation parse(Path file, String row) {
    String[] cells = row.split(",", -1);
    try {
      return new Validation(
          Long.parseLong(cells[0]),
          Long.parseLong(cells[1]),
          Double.parseDouble(cells[2]),
          Double.parseDouble(cells[3]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new StoreException(
          file + ": the row '" + row + "' is no validation; remove the file", e);
    }
  }
}
