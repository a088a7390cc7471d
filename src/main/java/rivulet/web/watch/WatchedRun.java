package rivulet.web.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import rivulet.Validation;
import rivulet.store.ModelFile;
import rivulet.store.RunDirectory;
import rivulet.store.RunSettings;
import rivulet.store.StoreException;
import rivulet.train.log.MetricRow;
import rivulet.train.log.MetricsTail;
import rivulet.web.Curve;

/** One run and what it has written so far. Safe for use by several threads. */
final class WatchedRun {
  /** Key of the curve that belongs to no level. */
  static final int WHOLE_RUN = Integer.MIN_VALUE;

  private static final String BATCH = "batch";
  private static final long REFRESH_NANOSECONDS = 400_000_000;

  private final int number;
  private final RunDirectory directory;
  private volatile Optional<RunSettings> settings;
  private final MetricsTail tail;
  private final Map<Integer, Curve> curves = new TreeMap<>();
  private final Pace pace = new Pace();
  private Optional<Long> batch = Optional.empty();
  private long updates;
  private long skipped;
  private int restarts;
  private Optional<String> problem = Optional.empty();
  private long refreshed = System.nanoTime() - REFRESH_NANOSECONDS;

  /**
   * Opens a run.
   *
   * @param number its place among those watched
   * @throws StoreException if the folder is no run's
   */
  WatchedRun(int number, Path folder) {
    this.number = number;
    this.directory = RunDirectory.open(folder);
    this.settings = RunSettings.read(folder);
    this.tail = new MetricsTail(directory);
  }

  RunDirectory directory() {
    return directory;
  }

  Optional<String> setting(String name) {
    return settings.flatMap(asked -> asked.setting(name));
  }

  Optional<Long> steps() {
    return setting("steps").map(Long::valueOf);
  }

  /**
   * How far somebody has read the curves.
   *
   * @param restarts of the run at that time
   * @param positions by level
   */
  record Reading(int restarts, Map<Integer, Curve.Position> positions) {
    static Reading start() {
      return new Reading(0, new TreeMap<>());
    }
  }

  /** What is new since a reading, by level, and the reading after it. */
  record News(Reading reading, Map<Integer, Curve.Points> points) {}

  /** Looks at the files, unless that was done a moment ago. */
  synchronized void refresh() {
    if (System.nanoTime() - refreshed < REFRESH_NANOSECONDS) {
      return;
    }
    try {
      settings = RunSettings.read(directory.root()); // a run that goes on may be asked for more
      read();
      problem = Optional.empty();
      findBatch();
    } catch (StoreException | UncheckedIOException e) {
      problem = Optional.of(e.getMessage());
    }
    refreshed = System.nanoTime();
  }

  private void read() {
    long before = updates;
    boolean anew = false;
    for (var piece = tail.next(); piece.anew() || !piece.rows().isEmpty(); piece = tail.next()) {
      if (piece.anew()) {
        restart();
        anew = true;
      }
      piece.rows().forEach(this::add);
    }
    if (anew || updates > before) {
      grew();
    }
  }

  private void restart() {
    curves.clear();
    pace.clear();
    updates = 0;
    skipped = 0;
    restarts++;
  }

  private void add(MetricRow row) {
    curves
        .computeIfAbsent(row.level(), _ -> new Curve(tail.columns()))
        .add(row.step() + 1.0, row.values());
    updates = row.step() + 1;
    skipped += row.applied() ? 0 : 1;
  }

  private void grew() {
    OptionalDouble perSecond = pace.grew(seconds(directory.metricTable()), updates);
    if (perSecond.isPresent() && batch().isPresent()) {
      curves
          .computeIfAbsent(WHOLE_RUN, _ -> new Curve(List.of("images_per_second")))
          .add((double) updates, perSecond.getAsDouble() * batch().get());
    }
  }

  /** Images of an update: of the settings if they were asked for, else of the model. */
  synchronized Optional<Long> batch() {
    return batch;
  }

  private void findBatch() {
    if (batch.isEmpty()) {
      batch = setting(BATCH).map(Long::valueOf);
    }
    if (batch.isEmpty() && Files.exists(directory.model())) {
      String written = ModelFile.read(directory.model()).provenance().get(BATCH);
      batch = Optional.ofNullable(written).map(Long::valueOf);
    }
  }

  private static double seconds(Path file) {
    return attributes(file).lastModifiedTime().to(TimeUnit.MICROSECONDS) / 1e6;
  }

  private static BasicFileAttributes attributes(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read (" + e + ")", e);
    }
  }

  /** Names the state of the model's file; none without one. */
  Optional<String> modelState() {
    if (Files.notExists(directory.model())) {
      return Optional.empty();
    }
    BasicFileAttributes found = attributes(directory.model());
    return Optional.of(found.lastModifiedTime().toMillis() + "-" + found.size());
  }

  synchronized RunState state() {
    double now = System.currentTimeMillis() / 1e3;
    Optional<Long> steps = steps();
    Optional<Double> perSecond = boxed(pace.perSecond(now));
    List<Validation> validation = validation();
    boolean finished =
        steps.map(all -> updates >= all).orElse(false)
            || setting("patience")
                .map(k -> Validation.inVain(validation, Long.parseLong(k)))
                .orElse(false);
    Optional<Double> left =
        finished ? Optional.empty() : steps.flatMap(all -> boxed(pace.secondsLeft(now, all)));
    return new RunState(
        number,
        updates,
        steps,
        finished,
        skipped,
        perSecond.flatMap(rate -> batch().map(images -> rate * images)),
        left,
        modelState(),
        validation,
        problem);
  }

  private List<Validation> validation() {
    try {
      return Validation.read(directory.root());
    } catch (StoreException | UncheckedIOException e) {
      problem = Optional.of(e.getMessage());
      return List.of();
    }
  }

  private static Optional<Double> boxed(OptionalDouble value) {
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }

  /** What the curves have had since a reading. */
  synchronized News since(Reading reading) {
    boolean same = reading.restarts() == restarts;
    Map<Integer, Curve.Position> positions = new TreeMap<>();
    Map<Integer, Curve.Points> news = new TreeMap<>();
    curves.forEach((level, curve) -> {
      Curve.Position from =
          same
              ? reading.positions().getOrDefault(level, Curve.Position.START)
              : Curve.Position.START;
      curve.since(from).ifPresent(points -> news.put(level, points));
      positions.put(level, curve.position());
    });
    return new News(new Reading(restarts, positions), news);
  }

  /** The levels that have curves now, in order, the whole run's not among them. */
  synchronized List<Integer> levels() {
    List<Integer> levels = new ArrayList<>(curves.keySet());
    levels.remove((Integer) WHOLE_RUN);
    return levels;
  }
}
