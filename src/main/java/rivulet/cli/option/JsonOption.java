package rivulet.cli.option;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code --json}: results become one JSON object in the last line of standard output; what a person
 * would read there goes to standard error.
 */
public final class JsonOption {
  @Option(names = "--json", description = "Results as one JSON object in the last line of output")
  private boolean asked;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Where lines for people go. */
  public PrintWriter people() {
    return asked ? command.commandLine().getErr() : command.commandLine().getOut();
  }

  /** Prints the object if it was asked for; keys keep the order in which they were added. */
  public void print(JsonObject result) {
    people().flush();
    if (asked) {
      PrintWriter output = command.commandLine().getOut();
      output.println(result);
      output.flush();
    }
  }

  /** A number, or null where JSON has none: infinite or not a number. */
  public static JsonElement number(double value) {
    return Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
  }
}
