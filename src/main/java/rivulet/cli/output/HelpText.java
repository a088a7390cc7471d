package rivulet.cli.output;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import rivulet.cli.option.Section;

/**
 * What {@code --help} prints of options and commands: names at the left, words within 80 columns.
 */
public final class HelpText {
  private static final int WIDTH = 80;
  private static final int MOST_NAME = 21;
  private static final String INDENT = "  ";

  private HelpText() {}

  /** Takes over the help of a command and of those below it. */
  public static void install(CommandLine command) {
    Map<String, CommandLine.IHelpSectionRenderer> sections = command.getHelpSectionMap();
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> options(help.commandSpec()));
    sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpText::commands);
    command.setHelpSectionMap(sections);
    command.getCommandSpec().usageMessage().abbreviateSynopsis(true).width(WIDTH);
    command.getSubcommands().values().forEach(HelpText::install);
  }

  private static String options(CommandSpec command) {
    Map<String, List<OptionSpec>> sections = new LinkedHashMap<>();
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        sections.computeIfAbsent(section(option), _ -> new ArrayList<>()).add(option);
      }
    }
    List<OptionSpec> rest = sections.remove(Section.REST);
    if (rest != null) {
      sections.put(sections.isEmpty() ? "Options" : Section.REST, rest);
    }
    StringBuilder text = new StringBuilder();
    sections.forEach((heading, options) -> {
      text.append("%n%s%n".formatted(heading));
      options.forEach(option -> text.append(entry(names(option), words(option))));
    });
    return text.toString();
  }

  private static String section(ArgSpec option) {
    if (option.userObject() instanceof Field field) {
      Section own = field.getAnnotation(Section.class);
      Section ofClass = field.getDeclaringClass().getAnnotation(Section.class);
      Section found = own == null ? ofClass : own;
      return found == null ? Section.REST : found.value();
    }
    return Section.REST;
  }

  private static String names(OptionSpec option) {
    String name = option.longestName();
    for (String other : option.names()) {
      if (other.length() == 2) {
        name = other + ", " + option.longestName();
      }
    }
    if (option.negatable()) {
      name = name.replaceFirst("--", "--[no-]");
    }
    return option.arity().max() == 0 ? name : name + " " + option.paramLabel();
  }

  private static String words(OptionSpec option) {
    String words = String.join(" ", option.description());
    return String.valueOf(
        words
            .replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValueString()))
            .replace("${COMPLETION-CANDIDATES}", candidates(option)));
  }

  private static String candidates(OptionSpec option) {
    List<String> names = new ArrayList<>();
    if (option.completionCandidates() != null) {
      option.completionCandidates().forEach(names::add);
    }
    return String.join(", ", names).toLowerCase(Locale.ROOT);
  }

  private static String commands(Help help) {
    StringBuilder text = new StringBuilder();
    help.subcommands()
        .forEach((name, command) ->
            text.append(entry(name, summary(command.commandSpec().usageMessage().description()))));
    return text.toString();
  }

  /** The first sentence. */
  static String summary(String... description) {
    String all = String.join(" ", description);
    int end = all.indexOf(". ");
    return end < 0 ? all : all.substring(0, end + 1);
  }

  /** A name and, beside or below it, its words. */
  private static String entry(String name, String words) {
    String blank = " ".repeat(INDENT.length() + MOST_NAME + 1);
    List<String> lines = wrapped(words, WIDTH - blank.length());
    StringBuilder text = new StringBuilder(INDENT).append(name);
    boolean beside = name.length() <= MOST_NAME;
    if (beside) {
      text.append(" ".repeat(MOST_NAME + 1 - name.length())).append(lines.removeFirst());
    }
    text.append(System.lineSeparator());
    lines.forEach(line -> text.append(blank).append(line).append(System.lineSeparator()));
    return text.toString();
  }

  private static List<String> wrapped(String words, int width) {
    List<String> lines = new ArrayList<>(List.of(""));
    for (String word : words.strip().split("\\s+", -1)) {
      String line = lines.removeLast();
      if (line.isEmpty()) {
        lines.add(word);
      } else if (line.length() + 1 + word.length() <= width) {
        lines.add(line + " " + word);
      } else {
        lines.add(line);
        lines.add(word);
      }
    }
    return lines;
  }
}
