package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Exit codes and the lines that a user sees. */
final class MainContractTest {

  private record Outcome(int exitCode, String output, String error) {}

  @Command(name = "fail")
  private static final class FailCommand implements Runnable {
    @Parameters(arity = "0..1")
    private String message;

    @Option(names = "--batch")
    private int batch;

    @Override
    public void run() {
      throw new IllegalStateException(batch == 0 ? message : message + batch);
    }
  }

  private static Outcome run(List<Object> commands, String... arguments) {
    var output = new StringWriter();
    var error = new StringWriter();
    CommandLine commandLine =
        Main.commandLine(commands)
            .setOut(new PrintWriter(output))
            .setErr(new PrintWriter(error))
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    int exitCode = commandLine.execute(arguments);
    return new Outcome(exitCode, output.toString(), error.toString());
  }

  private static Outcome run(String... arguments) {
    return run(Commands.all(), arguments);
  }

  private static Outcome runFailing(String... arguments) {
    return run(List.of(new FailCommand()), arguments);
  }

  @Test
  void helpGoesToStandardOutputAndIsASuccess() {
    Outcome outcome = run("--help");
    assertEquals(0, outcome.exitCode());
    assertTrue(outcome.output().startsWith("Usage: rivulet "), outcome.output());
    assertEquals("", outcome.error());
  }

  @Test
  void everyCommandDescribesItself() {
    assertAll(
        Main.commandLine(Commands.all()).getSubcommands().entrySet().stream()
            .map(entry ->
                () -> {
                  Outcome outcome = run(entry.getKey(), "--help");
                  assertEquals(0, outcome.exitCode(), entry.getKey());
                  var usage = entry.getValue().getCommandSpec().usageMessage();
                  assertTrue(usage.description().length > 0, entry.getKey());
                }));
  }

  /** Only what is asked for is made, and it is the same. */
  @Test
  void aCommandThatIsNamedIsMadeAlone() {
    var all = Main.commandLine(Commands.all()).getSubcommands();
    all.forEach((name, command) -> {
      var alone = Main.commandLine(Commands.asked(name, "--help")).getSubcommands();
      assertTrue(alone.size() == 1 || Set.of("help", "completion").contains(name), name);
      assertEquals(command.getUsageMessage(), alone.get(name).getUsageMessage());
    });
    assertEquals(all.keySet(), Main.commandLine(Commands.asked()).getSubcommands().keySet());
    assertEquals(all.keySet(), Main.commandLine(Commands.asked("trian")).getSubcommands().keySet());
  }

  /** Messages of the rooms below name settings; only the command line says how to give them. */
  @Test
  void settingsAreSpelledAsTheOptionsOfTheCommand() {
    assertEquals(
        lines("rivulet: choose a smaller --batch or `steps`, not batch"),
        runFailing("fail", "choose a smaller `batch` or `steps`, not batch").error());
  }

  @Test
  void versionIsTheOneOfTheBuild() {
    Outcome outcome = run("--version");
    assertEquals(0, outcome.exitCode());
    assertTrue(
        outcome.output().lines().findFirst().orElse("").matches("rivulet \\d+\\.\\d+\\.\\d+.*"),
        outcome.output());
  }

  @Test
  void withoutACommandHelpIsPrinted() {
    Outcome outcome = run();
    assertEquals(0, outcome.exitCode());
    assertTrue(outcome.output().contains("  train "), outcome.output());
    assertEquals(outcome, run("help"));
    assertTrue(run("help", "train").output().contains("--learning-rate R"));
    assertEquals(
        lines(
            "rivulet: there is no command 'trian'; did you mean train?",
            "Try 'rivulet help --help'."),
        run("help", "trian").error());
  }

  @Test
  void slipsOfTheFingerAreUnderstood() {
    assertTrue(
        run("train", "--leraning-rate", "1").error().contains("did you mean --learning-rate?"));
    assertTrue(run("evla").error().contains("did you mean eval?"));
    assertTrue(
        run("train", "--entirely-unknown")
            .error()
            .lines()
            .toList()
            .getFirst()
            .endsWith("unknown'"));
  }

  @Test
  void unknownCommandIsWrongUsageWithASuggestion() {
    Outcome outcome = run("complet");
    assertEquals(2, outcome.exitCode());
    assertEquals(2, outcome.error().lines().count(), outcome.error());
    assertTrue(outcome.error().contains("'complet'; did you mean completion?"), outcome.error());
  }

  @Test
  void usageErrorOfASubcommandPointsToItsOwnHelp() {
    assertEquals(
        new Outcome(
            2, "", lines("rivulet: Unknown option: '--no'", "Try 'rivulet completion --help'.")),
        run("completion", "--no"));
  }

  @Test
  void failureIsOneLine() {
    assertEquals(
        new Outcome(1, "", lines("rivulet: model.safetensors: no such file; train one first")),
        runFailing("fail", "model.safetensors: no such file\n  train one first\n"));
  }

  @Test
  void failureWithoutAMessageNamesItsKind() {
    assertEquals(
        new Outcome(
            1, "", lines("rivulet: IllegalStateException without a message; --verbose tells more")),
        runFailing("fail"));
  }

  @Test
  void verboseAddsTheStackTraceWhereverItStands() {
    for (String[] arguments :
        List.of(new String[] {"--verbose", "fail", "x"}, new String[] {"fail", "--verbose", "x"})) {
      Outcome outcome = runFailing(arguments);
      assertEquals(1, outcome.exitCode());
      assertTrue(outcome.error().startsWith(lines("rivulet: x")), outcome.error());
      assertTrue(outcome.error().contains("at rivulet.cli.MainContractTest"), outcome.error());
    }
  }

  @Test
  void completionScriptKnowsEveryCommand() {
    Outcome outcome = run("completion");
    assertEquals(0, outcome.exitCode());
    assertEquals("", outcome.error());
    for (String name : Main.commandLine(Commands.all()).getSubcommands().keySet()) {
      // Names of shell functions have no hyphens.
      String function = "_picocli_rivulet_" + name.toLowerCase(Locale.ROOT).replace("-", "");
      assertTrue(outcome.output().contains(function), name);
    }
  }

  private static String lines(String... lines) {
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }
}
