package rivulet.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rivulet.Description;
import rivulet.Model;
import rivulet.Run;
import rivulet.cli.option.JsonOption;

/** Joins levels that were trained apart. */
@Command(
    name = "merge",
    description = {
      "Join levels trained apart into one model.",
      "Equals, byte for byte, the model of one run of all levels. With --mixed each",
      "level keeps its own recipe, and the model tells what differs."
    })
final class MergeCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "RUN|FILE", description = "Runs or model files.")
  private List<Path> parts;

  @Option(names = "--out", required = true, paramLabel = "RUN", description = "Run directory.")
  private Path out;

  @Option(
      names = "--mixed",
      description = "Levels may differ in batch, rate, number of updates, objective.")
  private boolean mixed;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    Model merged = Run.merge(parts, out, mixed);
    Description of = merged.description();
    Path model = Run.modelFile(out);
    json.people().println("model " + model + " with levels " + of.present() + " of " + of.levels());
    JsonObject result = new JsonObject();
    result.addProperty("model", model.toString());
    JsonArray joined = new JsonArray();
    of.present().forEach(joined::add);
    result.add("levels", joined);
    result.addProperty("complete", of.complete());
    json.print(result);
    return 0;
  }
}
