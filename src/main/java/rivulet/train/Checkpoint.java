package rivulet.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import rivulet.store.ModelFile;
import rivulet.store.SafetensorsFile;
import rivulet.store.SafetensorsWriter;
import rivulet.store.StoreException;
import rivulet.store.StoredModel;
import rivulet.tensor.backend.BackendKind;
import rivulet.tensor.backend.Offloading;
import rivulet.train.descent.Descent;
import rivulet.train.descent.OptimiserKind;
import rivulet.train.descent.ParameterRun;
import rivulet.train.descent.ParameterUpdate;
import rivulet.train.descent.Schedule;

/**
 * A training state on disk, in one file: weights, the optimiser's state, counts of updates and the
 * configuration they belong to. Replaced as a whole, so an interruption leaves the one before.
 */
final class Checkpoint {
  private static final String FORMAT = "rivulet-checkpoint-1";
  private static final long MOST_STEPS = 1_000_000_000L;
  private static final String STEP = "step";
  private static final String UPDATES = "updates.";
  private static final String OBJECTIVE = "objective";

  /** Entries besides the configuration. */
  private static final Set<String> OWN = Set.of("format", "numerics", STEP, OBJECTIVE);

  /** What settings are that leave no entry. */
  private static final Map<String, String> UNSAID =
      Map.of(
          Offloading.KEY, BackendKind.CPU.label(), OptimiserKind.KEY, OptimiserKind.ADAM.label());

  /** Names of the classes, between slashes, which no folder's name holds. */
  private static final String CLASS_NAMES = "class_names";

  /**
   * How the entries of a part are called: levels by their numbers; the noise of pixels, which is
   * trained alone, by words.
   */
  private record Names(Problem.Part part) {
    /** Entry of the number of updates applied. */
    String updates() {
      return UPDATES + (part.whole() ? "noise" : part.number());
    }

    /** Tensor of a run's values. */
    String values(String run) {
      return part.whole() ? "parameters" : "weight" + place(run);
    }

    /** Tensor of something that a rule remembers. */
    String rule(ParameterUpdate rule, String run, String what) {
      return rule.kind().label() + place(run) + "." + what;
    }

    /** Tensor of a run's average. */
    String average(String run) {
      return "average" + place(run);
    }

    private String place(String run) {
      return part.whole() ? "" : "." + part.number() + "." + run;
    }
  }

  private Checkpoint() {}

  /** Writes the weights of a trainer and the state of its descents, and what is known of models. */
  static void write(
      Path file,
      Phase phase,
      Trainer trainer,
      SortedMap<String, String> configuration,
      BestModel best) {
    SafetensorsWriter writer = new SafetensorsWriter();
    configuration.forEach(writer::metadata);
    best.entries().forEach(writer::metadata);
    writer.metadata("format", FORMAT);
    writer.metadata("numerics", ModelFile.NUMERICS);
    writer.metadata(STEP, Long.toString(trainer.step()));
    writer.metadata(OBJECTIVE, phase.name());
    for (Problem.Part part : trainer.problem().parts()) {
      Names names = new Names(part);
      Descent descent = part.descent();
      writer.metadata(names.updates(), Long.toString(descent.updates()));
      doubles(part).forEach((name, values) -> writer.doubles(name, shape(values.length), values));
      for (ParameterRun run : descent.parameters().runs()) {
        writer.floats(names.values(run.name()), shape(run.floats()), run.get());
      }
    }
    writer.write(file);
  }

  private static long[] shape(int length) {
    return new long[] {length};
  }

  /** What a part's descent remembers besides the values, live, by name of the tensor. */
  private static Map<String, double[]> doubles(Problem.Part part) {
    Names names = new Names(part);
    Map<String, double[]> state = new TreeMap<>();
    part.descent()
        .rules()
        .forEach((run, rule) ->
            rule.state().forEach((what, values) -> state.put(names.rule(rule, run, what), values)));
    part.descent()
        .averages()
        .forEach((run, average) -> state.put(names.average(run), average.values()));
    return state;
  }

  /**
   * Restores a trainer of the configuration that {@link #require} has checked.
   *
   * @throws StoreException if the file is damaged
   */
  static void read(Path file, Trainer trainer) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      for (Problem.Part part : trainer.problem().parts()) {
        Names names = new Names(part);
        doubles(part).forEach((name, values) -> copy(tensors, name, values));
        for (ParameterRun run : part.descent().parameters().runs()) {
          String name = names.values(run.name());
          float[] values = tensors.floats(name);
          requireLength(name, values.length, run.floats());
          run.set(values);
        }
        part.descent().restore(number(file, tensors, names.updates()));
      }
      trainer.resumeAt(number(file, tensors, STEP));
    }
  }

  /** Restores what is known of the models so far. */
  static void read(Path file, BestModel best) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      best.restore(tensors.metadata());
    }
  }

  /** Updates done when a checkpoint was written. */
  static long step(Path file) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      return number(file, tensors, STEP);
    }
  }

  /**
   * The phase that a checkpoint was written in.
   *
   * @throws StoreException if no phase has its objective
   */
  static Phase phase(Path file, List<Phase> phases) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      String text = tensors.metadata().getOrDefault(OBJECTIVE, "");
      return phases.stream()
          .filter(phase -> phase.name().equals(text))
          .findFirst()
          .orElseThrow(() ->
              new StoreException(
                  file + ": is a run of objective '" + text + "'; choose another `out`"));
    }
  }

  private static void copy(SafetensorsFile tensors, String name, double[] into) {
    double[] values = tensors.doubles(name);
    requireLength(name, values.length, into.length);
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new StoreException("checkpoint: '" + name + "' holds " + value);
      }
    }
    System.arraycopy(values, 0, into, 0, into.length);
  }

  private static void requireLength(String name, int found, int wanted) {
    if (found != wanted) {
      throw new StoreException(
          "checkpoint: '" + name + "' holds " + found + " numbers, the model needs " + wanted);
    }
  }

  private static long number(Path file, SafetensorsFile tensors, String key) {
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

  /**
   * Checks that a checkpoint belongs to a configuration.
   *
   * @throws StoreException if it is damaged or belongs to another one
   */
  static void require(Path file, SortedMap<String, String> configuration) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      requireSame(file, tensors.metadata(), configuration);
    }
  }

  private static void requireSame(
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
          boolean own = OWN.contains(key) || key.startsWith(UPDATES) || BestModel.isEntry(key);
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
