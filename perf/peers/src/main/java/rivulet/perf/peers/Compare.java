package rivulet.perf.peers;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.bytedeco.pytorch.global.torch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rivulet.perf.Processors;
import rivulet.tensor.kernel.VectorInfo;

/** Runs our kernels and those of other libraries side by side and prints one row per case. */
@Command(
    name = "perf/compare",
    mixinStandardHelpOptions = true,
    description =
        "Times our kernels, and what users do with them, and other libraries in one run, taking"
            + " turns.")
public final class Compare implements Callable<Integer> {
  private static final Gson JSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .serializeSpecialFloatingPointValues()
          .registerTypeAdapter(OptionalDouble.class, (JsonSerializer<OptionalDouble>) Compare::json)
          .create();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of both sides (default: ${DEFAULT-VALUE}).")
  private int threads = 1;

  @Option(names = "--quick", description = "Few cases, short turns: a look, not a measurement.")
  private boolean quick;

  @Option(names = "--json", description = "Print an array of objects instead of a table.")
  private boolean json;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      description = "Only the cases whose name contains the text; may be given several times.")
  private List<String> only = List.of();

  @Option(names = "--save", paramLabel = "FILE", description = "Also write machine and rows there.")
  private Optional<Path> save = Optional.empty();

  @Option(
      names = "--onednn",
      paramLabel = "PROGRAM",
      description = "The program of peers/onednn.c; without it oneDNN is left out.")
  private Optional<Path> dnn = Optional.empty();

  /** Runs the command line. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Compare()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    torch.set_num_threads(threads);
    Optional<OneDnn> process = Optional.empty();
    if (dnn.isPresent()) {
      process = Optional.of(new OneDnn(dnn.get(), threads));
    } else {
      System.err.println("oneDNN: skipped, its headers are not installed (libdnnl-dev)");
    }
    Setting setting = new Setting(threads, quick, only, process);
    System.err.println(heading());
    System.err.println(Row.head());
    for (Rows rows :
        List.of(new ConvolutionRows(), new GemmRows(), new BlockRows(), new TaskRows())) {
      rows.run(setting);
    }
    process.ifPresent(OneDnn::close);
    print(setting.rows());
    return CommandLine.ExitCode.OK;
  }

  /** An empty one is left out. */
  private static JsonElement json(
      OptionalDouble number, Type type, JsonSerializationContext context) {
    return number.isPresent() ? new JsonPrimitive(number.getAsDouble()) : JsonNull.INSTANCE;
  }

  private String heading() {
    return "%s; threads of either side: %d; vectors of %d bits"
        .formatted(Processors.cpu(), threads, VectorInfo.bits());
  }

  private void print(List<Row> rows) throws IOException {
    if (json) {
      System.out.println(JSON.toJson(rows));
    } else {
      System.out.println(heading());
      System.out.println(Row.head());
      rows.forEach(row -> System.out.println(row.line()));
    }
    if (save.isPresent()) {
      Files.writeString(save.get(), JSON.toJson(Report.of(threads, rows)) + "\n");
    }
  }
}
