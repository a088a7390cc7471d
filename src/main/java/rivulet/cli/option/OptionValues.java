package rivulet.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import rivulet.cli.output.NearestName;

/** Values of a command's options as text by name: what a run remembers and what a preset says. */
public final class OptionValues {
  private OptionValues() {}

  /** The values that a command has now; what has none is left out. */
  public static SortedMap<String, String> of(CommandSpec command, Set<String> except) {
    SortedMap<String, String> values = new TreeMap<>();
    for (OptionSpec option : command.options()) {
      if (!except.contains(option.longestName())) {
        text(option.getValue()).ifPresent(text -> values.put(option.longestName(), text));
      }
    }
    return values;
  }

  private static Optional<String> text(Object value) {
    return switch (value) {
      case null -> Optional.empty();
      case Optional<?> held -> held.flatMap(OptionValues::text);
      case Path path -> Optional.of(lasting(path));
      case Long unbounded when unbounded == Long.MAX_VALUE -> Optional.empty();
      case Map<?, ?> map -> text(map.entrySet());
      case Collection<?> many ->
          many.isEmpty()
              ? Optional.empty()
              : Optional.of(many.stream().map(Object::toString).collect(Collectors.joining(",")));
      default -> Optional.of(value.toString());
    };
  }

  /** A path that means the same in another folder; what is no file may be a name, and stays. */
  private static String lasting(Path path) {
    return (Files.exists(path) ? path.toAbsolutePath().normalize() : path).toString();
  }

  /**
   * Gives options that were not given on the command line these values.
   *
   * @param command as parsed; modified
   * @param fresh an instance of the same command, to read the values with; modified
   * @param values text by name; unknown names are refused as on a command line
   * @param source where the values come from, for messages
   */
  public static void fill(
      CommandSpec command, Object fresh, Map<String, String> values, String source) {
    CommandSpec read = read(command, fresh, values, source);
    for (String name : values.keySet()) {
      OptionSpec option = command.findOption(name);
      if (!command.commandLine().getParseResult().hasMatchedOption(option)) {
        set(option, read.findOption(name).getValue());
      }
    }
  }

  /**
   * The options that were given on the command line and say something else than these values, as
   * {@code --batch 100, now 50}.
   */
  public static List<String> contradictions(
      CommandSpec command,
      Object fresh,
      Map<String, String> values,
      String source,
      Set<String> except) {
    CommandSpec read = read(command, fresh, values, source);
    List<String> found = new ArrayList<>();
    for (OptionSpec option : command.options()) {
      String name = option.longestName();
      boolean given = command.commandLine().getParseResult().hasMatchedOption(option);
      if (given && !except.contains(name)) {
        Object before = read.findOption(name).getValue();
        if (!Objects.equals(before, option.getValue())) {
          found.add(name + " " + text(before).orElse("unset") + ", now " + now(option));
        }
      }
    }
    return found;
  }

  private static String now(OptionSpec option) {
    return text(option.getValue()).orElse("unset");
  }

  private static void set(OptionSpec option, Object value) {
    try {
      option.setter().set(value);
    } catch (Exception e) {
      throw new IllegalStateException("option " + option.longestName() + ": " + e, e);
    }
  }

  private static CommandSpec read(
      CommandSpec command, Object fresh, Map<String, String> values, String source) {
    CommandLine line = new CommandLine(fresh).setCaseInsensitiveEnumValuesAllowed(true);
    try {
      line.parseArgs(words(line.getCommandSpec(), values));
    } catch (MissingParameterException e) {
      // What a command cannot do without, it says where it is run; the values are read all the
      // same.
    } catch (IllegalArgumentException | ParameterException e) {
      throw new ParameterException(command.commandLine(), source + ": " + e.getMessage(), e);
    }
    return line.getCommandSpec();
  }

  private static String[] words(CommandSpec command, Map<String, String> values) {
    List<String> words = new ArrayList<>();
    values.forEach((name, value) -> {
      OptionSpec option = command.findOption(name);
      if (option == null) {
        throw unknown(name, command);
      }
      if (option.arity().max() > 0) {
        words.add(option.longestName() + "=" + value);
      } else if (value.equals("true")) {
        words.add(option.longestName());
      } else if (!value.equals("false")) {
        throw new IllegalArgumentException(
            "'" + value + "' is given for " + option.longestName() + "; say true or false");
      } else if (option.negatable()) {
        words.add(option.longestName().replaceFirst("^--", "--no-"));
      }
    });
    return words.toArray(String[]::new);
  }

  private static IllegalArgumentException unknown(String name, CommandSpec command) {
    return new IllegalArgumentException(
        "there is no option '"
            + name
            + "'"
            + NearestName.suggestion(name, command.optionsMap().keySet()));
  }
}
