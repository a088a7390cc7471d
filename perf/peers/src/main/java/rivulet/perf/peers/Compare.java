package rivulet.perf.peers;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bytedeco.pytorch.global.torch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs our kernels and those of other libraries side by side and prints one row per case. */
@Command(
    name = "perf/compare",
    mixinStandardHelpOptions = true,
    description = "Times our kernels and those of other libraries in one run, taking turns.")
public final class Compare implements Callable<Integer> {
  private static final Gson JSON =
      new GsonBuilder().setPrettyPrinting().serializeSpecialFloatingPointValues().create();

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
      description = "Only the cases whose name contains the text.")
  private String only = "";

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
    System.err.println(Row.head());
    for (Rows rows : List.of(new ConvolutionRows(), new GemmRows(), new BlockRows())) {
      rows.run(setting);
    }
    process.ifPresent(OneDnn::close);
    print(setting.rows());
    return CommandLine.ExitCode.OK;
  }

  private void print(List<Row> rows) throws IOException {
    if (json) {
      System.out.println(JSON.toJson(rows));
    } else {
      System.out.println(Row.head());
      rows.forEach(row -> System.out.println(row.line()));
    }
    if (save.isPresent()) {
      Files.writeString(save.get(), JSON.toJson(Report.of(threads, rows)) + "\n");
    }
  }
}
