package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/**
 * One command line run inside this process.
 *
 * @param exitCode as the process would have ended
 * @param output standard output
 * @param error standard error
 */
public record CommandRun(int exitCode, String output, String error) {

  public static CommandRun of(List<Object> commands, Object... arguments) {
    var output = new StringWriter();
    var error = new StringWriter();
    CommandLine commandLine =
        Main.commandLine(commands)
            .setOut(new PrintWriter(output))
            .setErr(new PrintWriter(error))
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int exitCode = commandLine.execute(words);
    return new CommandRun(exitCode, output.toString(), error.toString());
  }

  /** The last line of standard output, which must be one JSON object. */
  public JsonObject json() {
    return JsonParser.parseString(output.lines().toList().getLast()).getAsJsonObject();
  }

  /** Fails unless the run ended with 1, nothing on standard output and one line that says this. */
  public void assertFailsWith(String... parts) {
    assertEquals(1, exitCode, error);
    assertEquals("", output);
    assertEquals(1, error.lines().count(), error);
    for (String part : parts) {
      assertTrue(error.contains(part), () -> "'" + part + "' expected in: " + error);
    }
  }

  /** Fails unless the run ended with 2 and its first line says this. */
  public void assertWrongUsage(String part) {
    assertEquals(2, exitCode, error);
    assertTrue(error.lines().findFirst().orElse("").contains(part), error);
  }
}
