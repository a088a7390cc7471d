package rivulet.cli.exchange;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rivulet.Description;
import rivulet.Model;
import rivulet.Run;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.Section;
import rivulet.cli.option.Values;
import rivulet.store.StoreException;

/** Reads weights of the published code. */
@Command(
    name = "import",
    description = {
      "Make a model of weights that export wrote or the published code trained.",
      "Several checkpoints of one model, each of another level, become one."
    })
public final class ImportCommand implements Callable<Integer> {
  private static final String UNSAID = "Not said by checkpoints of the published code";

  @Parameters(
      arity = "1..*",
      paramLabel = "WEIGHTS",
      description = "PyTorch checkpoints or safetensors.")
  private List<Path> weights;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "MODEL",
      description = "Model file, or a folder that gets a " + Run.MODEL + ".")
  private Path out;

  @Section(UNSAID)
  @Option(
      names = "--shape",
      paramLabel = "CxHxW",
      description = "Size of its images (default: 32x32)")
  private Optional<String> shape = Optional.empty();

  @Section(UNSAID)
  @Option(
      names = "--activation",
      completionCandidates = Values.Activations.class,
      paramLabel = "NAME",
      description = "softplus tanh elu (default: softplus; swish shows)")
  private Optional<String> activation = Optional.empty();

  @Section(UNSAID)
  @Option(
      names = "--logit-alpha",
      paramLabel = "A",
      description = "Logit of A + (1-2A)x (default: 0.05, of grey images 1e-6)")
  private Optional<Double> alpha = Optional.empty();

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    Path file = Run.modelFile(out);
    if (!file.equals(out) && Files.exists(file)) {
      throw new StoreException(
          "import: " + out + " holds a model already; choose another `out`, or a file");
    }
    List<String> notes = Run.importWeights(weights, unsaid(), file);
    Description of = Model.part(file).description();
    json.people().println("model " + file + " with levels " + of.present() + " of " + of.levels());
    notes.forEach(json.people()::println);
    json.people().flush();
    json.print(result(file, of, notes));
    return 0;
  }

  private Map<String, String> unsaid() {
    Map<String, String> given = new TreeMap<>();
    shape.ifPresent(value -> given.put("shape", value));
    activation.ifPresent(value -> given.put("activation", value));
    alpha.ifPresent(value -> given.put("logit-alpha", value.toString()));
    return given;
  }

  private static JsonObject result(Path file, Description of, List<String> notes) {
    JsonObject result = new JsonObject();
    result.addProperty("model", file.toString());
    JsonArray levels = new JsonArray();
    of.present().forEach(levels::add);
    result.add("levels", levels);
    result.addProperty("complete", of.complete());
    result.addProperty("description", of.text());
    JsonArray told = new JsonArray();
    notes.forEach(told::add);
    result.add("notes", told);
    return result;
  }
}
