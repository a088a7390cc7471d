package rivulet.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import rivulet.cli.Version;
import rivulet.cli.option.OptionValues;
import rivulet.cli.option.PresetOption;
import rivulet.store.PixelTransformChoice;
import rivulet.store.RunSettings;

/**
 * What a run remembers of the options of {@code train}.
 *
 * @param command as parsed; {@link #recall} modifies its options
 * @param fresh makes the same command anew, to read values with
 * @param run folder of the run
 */
public record RunMemory(CommandSpec command, Supplier<Object> fresh, Path run) {
  private static final String STEPS = "--steps";
  private static final String COSINE_STEPS = "--cosine-steps";

  /** Options without influence on the result: a run does not remember them. */
  private static final Set<String> OF_THE_MOMENT =
      Set.of(
          "--out",
          "--resume",
          "--preset",
          "--config",
          "--time-limit",
          "--threads",
          "--memory",
          "--checkpoint-every",
          "--json",
          "--verbose",
          "--help",
          "--version");

  /**
   * Remembered, and not refused when they change: their effect on the result is none or checked.
   */
  private static final Set<String> MAY_CHANGE =
      Set.of(STEPS, COSINE_STEPS, "--data", "--from", "--patience", "--tensorboard", "--report");

  /**
   * Gives options that were not given what the run was asked for before, if it goes on, or else
   * what the preset says.
   *
   * @param timed whether the time decides on the number of updates
   * @throws IllegalArgumentException if an option contradicts the run
   */
  public void recall(boolean goesOn, PresetOption preset, boolean timed) {
    Optional<RunSettings> settings = goesOn ? RunSettings.read(run) : Optional.empty();
    if (settings.isEmpty()) {
      if (goesOn && !OptionValues.of(command, OF_THE_MOMENT).containsKey("--data")) {
        throw new IllegalArgumentException(
            "train: " + run + " holds no run to go on with; give --data to begin one there");
      }
      Map<String, String> usual = new TreeMap<>(preset.options());
      if (timed) {
        usual.remove(STEPS);
      }
      OptionValues.fill(command, fresh.get(), usual, preset.source());
      return;
    }
    if (preset.given()) {
      throw new IllegalArgumentException(
          "train: "
              + run
              + " goes on by its own settings; leave --preset out, and --config; --steps"
              + " lengthens it");
    }
    SortedMap<String, String> before = settings.get().options();
    Set<String> free = new TreeSet<>(OF_THE_MOMENT);
    free.addAll(MAY_CHANGE);
    String source = run.toString();
    List<String> other = OptionValues.contradictions(command, fresh.get(), before, source, free);
    if (!other.isEmpty()) {
      throw new IllegalArgumentException(
          "train: "
              + run
              + " has "
              + String.join("; ", other)
              + "; leave that out or choose another --out");
    }
    OptionValues.fill(command, fresh.get(), before, source);
  }

  /**
   * Writes what the run is asked for now.
   *
   * @param steps updates in all, where they are known
   * @param falls updates at which the rate has fallen to zero
   * @param choice of the transform of pixels, where the images made it
   */
  public void keep(OptionalLong steps, List<Long> falls, Optional<PixelTransformChoice> choice) {
    SortedMap<String, String> options = OptionValues.of(command, OF_THE_MOMENT);
    steps.ifPresent(end -> options.put(STEPS, Long.toString(end)));
    if (!falls.isEmpty()) {
      String ends = falls.stream().map(String::valueOf).collect(Collectors.joining(","));
      options.put(COSINE_STEPS, ends);
    }
    double before = RunSettings.read(run).map(RunSettings::seconds).orElse(0.0);
    new RunSettings(Version.number(), before, options, choice.stream().toList()).write(run);
  }

  /** The transform of pixels that the run's images chose when it began, if they did. */
  public Optional<PixelTransformChoice> choice() {
    return RunSettings.read(run).flatMap(RunSettings::choice);
  }

  /** Adds processor time that the run took. */
  public void spent(double seconds) {
    RunSettings.read(run).ifPresent(settings -> settings.after(seconds).write(run));
  }
}
