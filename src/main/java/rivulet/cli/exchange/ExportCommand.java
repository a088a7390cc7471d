package rivulet.cli.exchange;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rivulet.Run;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.ModelOption;

/** Writes weights for the published code. */
@Command(
    name = "export",
    description = {
      "Write a model's weights for the published code (voletiv/mrcnf, PyTorch), as",
      "--ckpt_to_load reads them. What that code does not know goes with them under",
      "this program's names, so that import gives the same model again."
    })
public final class ExportCommand implements Callable<Integer> {
  static final String MRCNF = "mrcnf";

  @Mixin private ModelOption model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = {
        "Weights: a PyTorch checkpoint, or safetensors where the name ends in .safetensors."
      })
  private Path out;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "Whose names the weights get: mrcnf, the published code's (the default).")
  private String format = MRCNF;

  @Mixin private JsonOption json;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    if (!format.equals(MRCNF)) {
      throw new ParameterException(
          command.commandLine(), "export: --format must be mrcnf, found '" + format + "'");
    }
    List<String> unknown = Run.exportWeights(model.file(), out);
    json.people().println("weights " + out);
    if (!unknown.isEmpty()) {
      json.people().println("the published code does not know: " + String.join(", ", unknown));
    }
    json.people().flush();
    JsonObject result = new JsonObject();
    result.addProperty("weights", out.toString());
    JsonArray parts = new JsonArray();
    unknown.forEach(parts::add);
    result.add("unknown_to_published_code", parts);
    json.print(result);
    return 0;
  }
}
