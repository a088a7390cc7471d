package rivulet.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;
import rivulet.cli.CommandRun;
import rivulet.cli.Commands;
import rivulet.cli.TrainCommand;

/** What {@code --help} looks like in a window of 80 columns. */
final class HelpTextContractTest {
  static List<Object> commands() {
    return Commands.all();
  }

  private static String help(Object command) {
    String name = command.getClass().getAnnotation(Command.class).name();
    CommandRun run = CommandRun.of(List.of(command), name, "--help");
    assertEquals(0, run.exitCode(), run.error());
    return run.output();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyLineFitsTheWindowAndNothingIsLeftToBeReplaced(Object command) {
    String help = help(command);
    help.lines().forEach(line -> assertTrue(line.length() <= 80, line));
    assertFalse(help.contains("${"), help);
    assertFalse(help.contains("null"), help);
  }

  @Test
  void optionsOfTrainingTakeOneLineEachUnderHeadings() {
    String help = help(new TrainCommand());
    String options = help.substring(help.indexOf("Images\n"));
    options
        .lines()
        .filter(line -> !line.isEmpty())
        .forEach(line -> assertTrue(line.matches("  -.*|[A-Z].*"), () -> "continued: " + line));
    for (String heading : List.of("Run", "Model", "Objective and descent", "GPU and OpenBLAS")) {
      assertTrue(help.contains("\n" + heading + "\n"), heading);
    }
  }

  @Test
  void summariesEndWithTheirSentence() {
    assertEquals("One sentence.", HelpText.summary("One", "sentence. Another."));
    assertEquals("One sentence", HelpText.summary("One sentence"));
  }
}
