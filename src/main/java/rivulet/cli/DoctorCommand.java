package rivulet.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import rivulet.check.Finding;
import rivulet.check.Machine;
import rivulet.cli.option.JsonOption;

/** Tells what this machine offers. */
@Command(
    name = "doctor",
    description = {
      "Tell what this machine and this JVM offer, what is missing, and how to get it.",
      "For a bug report: paste what it prints."
    })
final class DoctorCommand implements Callable<Integer> {
  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    List<Finding> findings = Machine.findings();
    JsonArray entries = new JsonArray();
    json.people().printf("%-12s rivulet %s%n", "program", Version.number());
    for (Finding finding : findings) {
      json.people().printf("%-12s %s%s%n", finding.name(), mark(finding), finding.text());
      JsonObject entry = new JsonObject();
      entry.addProperty("name", finding.name());
      entry.addProperty("state", finding.state().name().toLowerCase(Locale.ROOT));
      entry.addProperty("text", finding.text());
      entries.add(entry);
    }
    JsonObject result = new JsonObject();
    result.addProperty("version", Version.number());
    result.add("findings", entries);
    json.print(result);
    return CommandLine.ExitCode.OK;
  }

  private static String mark(Finding finding) {
    return switch (finding.state()) {
      case FOUND -> "";
      case MISSING -> "missing: ";
      case WARNING -> "WARNING: ";
    };
  }
}
