package rivulet.train;

import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import rivulet.data.ImageSet;
import rivulet.measure.Decoding;
import rivulet.measure.Evaluation;
import rivulet.store.ModelFile;
import rivulet.store.RunDirectory;
import rivulet.store.StoreException;
import rivulet.store.StoredModel;
import rivulet.tensor.kernel.Tuning;

/**
 * The model of a run that was best on images held back, as a file beside the last one, and how long
 * none has been better. What it knows goes into the checkpoints: a run that goes on from one judges
 * as if it had never stopped.
 */
final class BestModel {
  private static final String AFTER = "best_updates";
  private static final String BITS = "best_bits_per_dim";
  private static final String ERROR = "best_standard_error";
  private static final String MISSES = "best_misses";

  private final RunDirectory directory;
  private final HeldBack heldBack;
  private final TrainConfig config;
  private final int threads;
  private final Tuning tuning;
  private Optional<FlowRun.Judged> best = Optional.empty();
  private int misses;

  /** A run that has no model yet. */
  BestModel(
      RunDirectory directory, HeldBack heldBack, TrainConfig config, int threads, Tuning tuning) {
    this.directory = directory;
    this.heldBack = heldBack;
    this.config = config;
    this.threads = threads;
    this.tuning = tuning;
  }

  /** Whether models are measured on the way. */
  boolean judges() {
    return heldBack.patience() > 0;
  }

  /** Entries of a checkpoint that are of this. */
  static boolean isEntry(String key) {
    return Set.of(AFTER, BITS, ERROR, MISSES).contains(key);
  }

  /**
   * Goes on from a checkpoint; without the file of the best model it begins anew.
   *
   * @throws StoreException if an entry is no number
   */
  void restore(Map<String, String> entries) {
    if (!judges() || !entries.containsKey(AFTER) || Files.notExists(directory.best())) {
      return;
    }
    try {
      best =
          Optional.of(
              new FlowRun.Judged(
                  Long.parseLong(entries.get(AFTER)),
                  images().count(),
                  Double.parseDouble(entries.getOrDefault(BITS, "")),
                  Double.parseDouble(entries.getOrDefault(ERROR, ""))));
      misses = Integer.parseInt(entries.getOrDefault(MISSES, ""));
    } catch (NumberFormatException e) {
      throw new StoreException(
          directory.checkpoint() + ": what it says of the best model is damaged", e);
    }
  }

  /** What a checkpoint remembers; nothing before the first model. */
  SortedMap<String, String> entries() {
    SortedMap<String, String> entries = new TreeMap<>();
    best.ifPresent(found -> {
      entries.put(AFTER, Long.toString(found.updates()));
      entries.put(BITS, Double.toString(found.bitsPerDim()));
      entries.put(ERROR, Double.toString(found.standardError()));
      entries.put(MISSES, Integer.toString(misses));
    });
    return entries;
  }

  /**
   * Measures a model of the run, and keeps it if it is better than all before.
   *
   * @param updates that it comes from
   * @return what it came to on the images held back
   */
  FlowRun.Judged judge(StoredModel model, long updates) {
    Optional<Evaluation> evaluation = measured(model);
    double found = evaluation.map(Evaluation::bitsPerDim).orElse(Double.POSITIVE_INFINITY);
    FlowRun.Judged judged =
        new FlowRun.Judged(
            updates,
            images().count(),
            found,
            evaluation.map(Evaluation::standardError).orElse(Double.NaN));
    if (best.isEmpty() || found < best.get().bitsPerDim()) {
      best = Optional.of(judged);
      misses = 0;
      ModelFile.write(directory.best(), model.after(updates).judged(found));
    } else {
      misses++;
    }
    return judged;
  }

  private ImageSet images() {
    return heldBack.images().orElseThrow();
  }

  private Optional<Evaluation> measured(StoredModel model) {
    int group =
        config.offloading().group(Decoding.group(model.spec()), Math.toIntExact(images().count()));
    var workers = new Evaluation.Workers(threads, group);
    try {
      return Optional.of(
          BriefEvaluation.of(
              model.complete(), model.dequantisation(), images(), config.seed(), workers, tuning));
    } catch (IllegalStateException e) {
      return Optional.empty(); // as a model may be early on: it is no reason to end
    }
  }

  /** Updates that the best model comes from; 0 before the first measurement. */
  long after() {
    return best.map(FlowRun.Judged::updates).orElse(0L);
  }

  /** Whether it has been waited long enough. */
  boolean enough() {
    return judges() && misses >= heldBack.patience();
  }

  /** The best so far; none before the first measurement. */
  Optional<FlowRun.Judged> found() {
    return best;
  }
}
