package rivulet.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rivulet.Model;
import rivulet.autodiff.Jvp;
import rivulet.autodiff.Program;
import rivulet.autodiff.ProgramPrinter;
import rivulet.autodiff.TracedField;
import rivulet.autodiff.Vjp;
import rivulet.cli.option.JsonOption;

/** The vector field of a level as mathematics. */
@Command(
    name = "program",
    description = {
      "Print the vector field of a level, operation by operation, with shapes and FLOP counts;",
      "or the field with its derivative along a direction, or with its reverse."
    })
final class ProgramCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE|RUN|NAME",
      description = "Model file, the folder of a run, or a model that comes with the program.")
  private Path model;

  @Option(
      names = "--level",
      paramLabel = "L",
      description = "The level, 0 the coarsest (default: the finest)")
  private Integer level;

  @ArgGroup private Derivative derivative = new Derivative();
  @Mixin private JsonOption json;

  /** Which derivative is printed with the field. */
  private static final class Derivative {
    @Option(names = "--jvp", description = "With Jε, its derivative along a direction")
    private boolean jvp;

    @Option(names = "--vjp", description = "With its reverse: gradients by state and parameters")
    private boolean vjp;

    private String text() {
      if (jvp) {
        return "jvp";
      }
      return vjp ? "vjp" : "none";
    }

    private List<ProgramPrinter.Line> lines(Program field) {
      if (jvp) {
        return ProgramPrinter.lines(Jvp.transform(field, TracedField.STATE, 1));
      }
      return vjp
          ? ProgramPrinter.lines(
              Vjp.transform(field, TracedField.STATE, List.of(TracedField.OUTPUT)))
          : ProgramPrinter.lines(field);
    }
  }

  @Override
  public Integer call() {
    try (Model opened = Model.open(model)) {
      int chosen = level == null ? opened.description().levels() - 1 : level;
      List<ProgramPrinter.Line> lines = derivative.lines(opened.field(chosen).program());
      lines.forEach(json.people()::println);
      json.people().println("per evaluation and image: " + ProgramPrinter.flops(lines) + " FLOP");
      json.print(result(chosen, lines));
    }
    return 0;
  }

  private JsonObject result(int chosen, List<ProgramPrinter.Line> lines) {
    JsonObject result = new JsonObject();
    result.addProperty("level", chosen);
    result.addProperty("derivative", derivative.text());
    result.addProperty("flops", ProgramPrinter.flops(lines));
    JsonArray operations = new JsonArray();
    for (ProgramPrinter.Line line : lines) {
      JsonObject operation = new JsonObject();
      operation.addProperty("name", line.name());
      operation.addProperty("shape", line.shape());
      operation.addProperty("shared", line.shared());
      operation.addProperty("when", line.when());
      operation.addProperty("expression", line.expression());
      operation.addProperty("flops", line.flops());
      operations.add(operation);
    }
    result.add("operations", operations);
    return result;
  }
}
