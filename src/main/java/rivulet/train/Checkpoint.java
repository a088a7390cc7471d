package rivulet.train;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import rivulet.flow.LevelParameters;
import rivulet.names.Named;
import rivulet.store.ModelFile;
import rivulet.store.SafetensorsFile;
import rivulet.store.SafetensorsWriter;
import rivulet.store.StoreException;
import rivulet.store.StoredModel;
import rivulet.tensor.backend.BackendKind;
import rivulet.tensor.backend.Offloading;
import rivulet.train.descent.OptimiserKind;
import rivulet.train.descent.ParameterUpdate;
import rivulet.train.descent.Schedule;

/**
 * A training state on disk, in one file: weights, the optimiser's state, counts of updates and the
 * configuration they belong to. Replaced as a whole, so an interruption leaves the one before.
 */
public final class Checkpoint {
  public static final String FORMAT = "rivulet-checkpoint-1";
  private static final long MOST_STEPS = 1_000_000_000L;
  public static final String STEP = "step";
  public static final String UPDATES = "updates.";
  public static final String OBJECTIVE = "objective";

  /** Entries besides the configuration. */
  private static final Set<String> OWN = Set.of("format", "numerics", STEP, OBJECTIVE);

  /** What settings are that leave no entry. */
  private static final Map<String, String> UNSAID =
      Map.of(
          Offloading.KEY, BackendKind.CPU.label(), OptimiserKind.KEY, OptimiserKind.ADAM.label());

  /** Names of the classes, between slashes, which no folder's name holds. */
  private static final String CLASS_NAMES = "class_names";

  private Checkpoint() {}

  /** Writes the optimiser state and weights of a trainer into one file. */
  public static void write(Path file, Trainer trainer, SortedMap<String, String> configuration) {
    SafetensorsWriter writer = new SafetensorsWriter();
    configuration.forEach(writer::metadata);
    writer.metadata("format", FORMAT);
    writer.metadata("numerics", ModelFile.NUMERICS);
    writer.metadata(STEP, Long.toString(trainer.step()));
    writer.metadata(OBJECTIVE, name(trainer.objective()));
    trainer
        .optimisers()
        .forEach((level, optimiser) -> {
          writer.metadata(UPDATES + level, Long.toString(optimiser.updates()));
          optimiser
              .rules()
              .forEach((name, rule) ->
                  rule.state()
                      .forEach((part, values) ->
                          write(writer, prefix(rule, level, name) + part, values)));
          optimiser
              .weightAverages()
              .forEach((name, average) ->
                  write(writer, "average." + level + "." + name, average.values()));
        });
    trainer.parameters().forEach((level, numbers) -> writeWeights(writer, level, numbers));
    writer.write(file);
  }

  public static void write(SafetensorsWriter writer, String name, double[] values) {
    writer.doubles(name, new long[] {values.length}, values);
  }

  private static void writeWeights(SafetensorsWriter writer, int level, LevelParameters numbers) {
    for (int k = 0; k < numbers.blocks().size(); k++) {
      String prefix = weightPrefix(level, k);
      numbers
          .blocks()
          .get(k)
          .forEach(
              (name, values) -> writer.floats(prefix + name, new long[] {values.length}, values));
    }
  }

  private static String weightPrefix(int level, int block) {
    return "weight." + level + "." + block + ".";
  }

  /**
   * Restores a trainer.
   *
   * @throws StoreException if the file is damaged or belongs to another configuration
   */
  static void read(Path file, Trainer trainer, SortedMap<String, String> configuration) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      requireSame(file, tensors.metadata(), configuration);
      trainer
          .optimisers()
          .forEach((level, optimiser) -> {
            optimiser
                .rules()
                .forEach((name, rule) ->
                    rule.state()
                        .forEach((part, values) ->
                            copy(tensors, prefix(rule, level, name) + part, values)));
            optimiser
                .weightAverages()
                .forEach((name, average) ->
                    copy(tensors, "average." + level + "." + name, average.values()));
            optimiser.restore(number(file, tensors, UPDATES + level));
          });
      trainer.restoreWeights(
          (level, block, name) -> tensors.floats(weightPrefix(level, block) + name));
      trainer.resumeAt(number(file, tensors, STEP));
    }
  }

  /** Updates done when a checkpoint was written. */
  static long step(Path file) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      return number(file, tensors, STEP);
    }
  }

  /** The objective of the phase that a checkpoint was written in. */
  static Objective objective(Path file) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      String text = tensors.metadata().getOrDefault(OBJECTIVE, "");
      return Named.find(text, Objective.values(), Checkpoint::name)
          .orElseThrow(
              () -> new StoreException(file + ": 'objective' of the checkpoint is '" + text + "'"));
    }
  }

  private static String name(Objective objective) {
    return objective.name().toLowerCase(Locale.ROOT);
  }

  /** Of the state of a rule: {@code adam.} or {@code muon.LEVEL.BLOCK.PARAMETER.} */
  private static String prefix(ParameterUpdate rule, int level, String name) {
    return rule.kind().label() + "." + level + "." + name + ".";
  }

  public static void copy(SafetensorsFile tensors, String name, double[] into) {
    double[] values = tensors.doubles(name);
    if (values.length != into.length) {
      throw new StoreException(
          "checkpoint: '"
              + name
              + "' holds "
              + values.length
              + " numbers, the model needs "
              + into.length);
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new StoreException("checkpoint: '" + name + "' holds " + value);
      }
    }
    System.arraycopy(values, 0, into, 0, into.length);
  }

  public static long number(Path file, SafetensorsFile tensors, String key) {
    String text = tensors.metadata().getOrDefault(key, "");
    try {
      long value = Long.parseLong(text);
      if (value >= 0 && value <= MOST_STEPS) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, with what was found
    }
    throw new StoreException(file + ": '" + key + "' of the checkpoint is '" + text + "'");
  }

  /** Checks that a checkpoint belongs to a configuration. */
  public static void requireSame(
      Path file, Map<String, String> found, SortedMap<String, String> wanted) {
    if (!FORMAT.equals(found.get("format"))) {
      throw new StoreException(
          file + ": is no checkpoint of this program; resume a run or choose another `out`");
    }
    SortedMap<String, String> expected = new TreeMap<>(wanted);
    String numerics = String.valueOf(found.get("numerics"));
    expected.put("numerics", ModelFile.trainsAlike(numerics) ? numerics : ModelFile.NUMERICS);
    Set<String> rates = sameRates(found, expected) ? Set.copyOf(Schedule.KEYS) : Set.of();
    expected.keySet().removeAll(rates);
    if (!found.containsKey(CLASS_NAMES)) {
      expected.remove(CLASS_NAMES); // written before names were kept
    }
    expected.forEach((key, value) -> {
      String other = found.getOrDefault(key, UNSAID.get(key));
      if (!value.equals(other)) {
        throw otherwise(file, key, other == null ? "none" : other, value);
      }
    });
    // a setting that is off leaves no entry, so what is asked for alone does not tell
    new TreeMap<>(found)
        .forEach((key, value) -> {
          boolean asked = expected.containsKey(key) || rates.contains(key);
          boolean own = OWN.contains(key) || key.startsWith(UPDATES);
          if (!asked && !own && !value.equals(UNSAID.get(key))) {
            throw otherwise(file, key, value, UNSAID.getOrDefault(key, "none"));
          }
        });
  }

  /**
   * Whether the updates that were done had the rates that are wanted: what comes after them may be
   * another schedule, as of a run that is lengthened.
   */
  private static boolean sameRates(Map<String, String> found, Map<String, String> wanted) {
    try {
      long done = Long.parseLong(found.getOrDefault(STEP, ""));
      return done <= MOST_STEPS && Schedule.parse(wanted).agrees(Schedule.parse(found), done);
    } catch (IllegalArgumentException e) {
      return false; // then the entries are compared, and told, one by one
    }
  }

  private static StoreException otherwise(Path file, String key, String found, String wanted) {
    return new StoreException(
        file
            + ": was trained with "
            + key
            + " = "
            + found
            + ", now asked for "
            + wanted
            + "; resume with the same settings or choose another `out`");
  }

  /** The description of a model and its training, as a checkpoint holds it. */
  static SortedMap<String, String> configuration(StoredModel model, String levels) {
    SortedMap<String, String> map = new TreeMap<>(model.provenance());
    map.put("model", model.spec().toString());
    if (model.spec().imageClasses().named()) {
      map.put(CLASS_NAMES, String.join("/", model.spec().imageClasses().names()));
    }
    map.put("trained_levels", levels);
    return map;
  }
}
