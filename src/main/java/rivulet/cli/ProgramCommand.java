package rivulet.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rivulet.ByHand;
import rivulet.Images;
import rivulet.Model;
import rivulet.autodiff.ProgramPrinter;
import rivulet.cli.option.JsonOption;
import rivulet.cli.option.ModelOption;
import rivulet.cli.option.Usage;

/** The vector field of a level as mathematics. */
@Command(
    name = "program",
    description = {
      "Print the vector field of a level, operation by operation, with shapes and FLOP counts;",
      "or the field with its derivative along a direction, or with its reverse."
    })
final class ProgramCommand implements Callable<Integer> {
  @Mixin private ModelOption model;

  @Option(
      names = "--level",
      paramLabel = "L",
      description = "The level, 0 the coarsest (default: the finest)")
  private Integer level;

  @Option(
      names = "--by-hand",
      split = ",",
      arity = "1",
      paramLabel = "C,Y,X",
      description = "Write out what happens at that pixel of the first image of --data.")
  private List<Integer> pixel = List.of();

  @Option(names = "--data", paramLabel = "FILE|DIR", description = "Images, for --by-hand.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--image",
      paramLabel = "N",
      description = "The image (default: ${DEFAULT-VALUE})")
  private int image;

  @Option(
      names = "--products",
      paramLabel = "N",
      description = "Products of a sum that are written out (default: ${DEFAULT-VALUE})")
  private int products = 3;

  @ArgGroup private Derivative derivative = new Derivative();
  @Mixin private JsonOption json;

  @Spec private CommandSpec command;

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
  }

  @Override
  public Integer call() {
    boolean writtenOut = Usage.checked(command, this::writtenOut);
    try (Model opened = model.open()) {
      int chosen = level == null ? opened.description().levels() - 1 : level;
      if (writtenOut) {
        byHand(opened, chosen);
      } else {
        List<ProgramPrinter.Line> lines =
            ProgramPrinter.lines(opened.field(chosen), derivative.text());
        lines.forEach(json.people()::println);
        json.people().println("per evaluation and image: " + ProgramPrinter.flops(lines) + " FLOP");
        json.print(result(chosen, lines));
      }
    }
    return 0;
  }

  private void byHand(Model opened, int chosen) {
    ByHand what =
        new ByHand(chosen, derivative.jvp, pixel.get(0), pixel.get(1), pixel.get(2), products);
    Images one = Images.readTest(data.orElseThrow()).slice(image, 1);
    List<String> lines = opened.byHand(one, what);
    lines.forEach(json.people()::println);
    JsonObject result = new JsonObject();
    result.addProperty("level", chosen);
    JsonArray written = new JsonArray();
    lines.forEach(written::add);
    result.add("lines", written);
    json.print(result);
  }

  private boolean writtenOut() {
    if (!pixel.isEmpty() && (pixel.size() != 3 || data.isEmpty() || derivative.vjp)) {
      throw new IllegalArgumentException(
          "program: --by-hand takes a pixel C,Y,X and --data, and goes with --jvp alone; found "
              + pixel
              + (data.isEmpty() ? " without --data" : "")
              + (derivative.vjp ? " with --vjp" : ""));
    }
    return !pixel.isEmpty();
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
