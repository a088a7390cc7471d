package rivulet.cli.option;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import rivulet.store.RunSettings;

/** How long a training is, and where options that are not given come from. */
@Section(Section.RUN)
public final class PresetOption {
  @Option(
      names = "--preset",
      converter = Preset.Reader.class,
      paramLabel = "NAME",
      description = "quick (1-2 minutes) good (10) long (60) paper-...")
  private Optional<Preset> preset = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Options of a run: its settings.json, or a file like it")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Updates in all (default: those of --preset quick)")
  private Optional<Long> steps = Optional.empty();

  /** Updates in all, where they are known. */
  public Optional<Long> steps() {
    return steps;
  }

  /** The preset that was asked for. */
  public Optional<Preset> preset() {
    return preset;
  }

  /** Whether either was given. */
  public boolean given() {
    return preset.isPresent() || config.isPresent();
  }

  /**
   * Options by name, those of {@link Preset#QUICK} where nothing else is asked for.
   *
   * @throws IllegalArgumentException if both were given
   */
  public Map<String, String> options() {
    if (preset.isPresent() && config.isPresent()) {
      throw new IllegalArgumentException(
          "train: --preset and --config both say what the options are; leave one of them out");
    }
    return config
        .<Map<String, String>>map(file -> RunSettings.readFile(file).options())
        .orElseGet(() -> preset.orElse(Preset.QUICK).options());
  }

  /** Where they come from, for messages. */
  public String source() {
    return config.map(Path::toString).orElseGet(() -> "preset " + preset.orElse(Preset.QUICK));
  }

  /**
   * Gives these to a command's options that were not given; those that it does not have are left
   * out.
   *
   * @param command as parsed; modified
   * @param fresh the same command anew; modified
   */
  public void fill(CommandSpec command, Object fresh) {
    Map<String, String> known = new TreeMap<>(options());
    known.putIfAbsent("--steps", Preset.QUICK.options().get("--steps"));
    known.keySet().removeIf(name -> command.findOption(name) == null);
    OptionValues.fill(command, fresh, known, source());
  }
}
