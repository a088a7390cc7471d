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

/**
 * bits/dim of a run's model on images that were held back from its training: what choices between
 * runs are made by, so that images of a test set decide on nothing. A run keeps one for each number
 * of updates that it ended at, as a row of {@code validation.csv}.
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

  /**
   * Adds it to what a run keeps; an earlier one after as many updates makes room.
   *
   * @param folder of the run
   */
  public void write(Path folder) {
    RunDirectory run = new RunDirectory(folder);
    try (FolderLock _ = run.lock()) {
      List<Validation> kept = new ArrayList<>(read(folder));
      kept.removeIf(other -> other.updates == updates);
      kept.add(this);
      StringBuilder text = new StringBuilder(HEADER + "\n");
      kept.forEach(each -> text.append(each.row()).append('\n'));
      byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
      AtomicFile.write(run.validation(), bytes);
    }
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
