package rivulet.cli;

import java.util.List;
import java.util.Set;
import rivulet.cli.data.DataCommand;
import rivulet.cli.exchange.CardCommand;
import rivulet.cli.exchange.ExportCommand;
import rivulet.cli.exchange.ImportCommand;
import rivulet.cli.quality.DistanceCommand;
import rivulet.cli.quality.FrechetCommand;

/** The commands of {@code rivulet}, in the order in which {@code --help} names them. */
public final class Commands {
  private static final List<String> NAMES =
      List.of(
          "demo",
          "train",
          "plan",
          "report",
          "watch",
          "inspect",
          "merge",
          "export",
          "import",
          "eval",
          "ood",
          "sample",
          "upscale",
          "play",
          "distance",
          "frechet",
          "verify",
          "bench",
          "gpu-check",
          "doctor",
          "info",
          "card",
          "data",
          "program",
          "completion",
          "help");

  /** Options of {@code rivulet} itself that say nothing of its commands. */
  private static final Set<String> VERSION = Set.of("--version", "-V");

  /** Commands that speak of the others. */
  private static final Set<String> OF_ALL = Set.of("completion", "help");

  private Commands() {}

  /** New instances; picocli reads name, options and help from their annotations. */
  public static List<Object> all() {
    return NAMES.stream().map(Commands::command).toList();
  }

  /** What a command line needs of them: the one that it names, or none, where that is enough. */
  static List<Object> asked(String... arguments) {
    if (arguments.length > 0 && VERSION.contains(arguments[0])) {
      return List.of();
    }
    boolean one =
        arguments.length > 0 && NAMES.contains(arguments[0]) && !OF_ALL.contains(arguments[0]);
    return one ? List.of(command(arguments[0])) : all();
  }

  private static Object command(String name) {
    return switch (name) {
      case "demo" -> new DemoCommand();
      case "train" -> new TrainCommand();
      case "plan" -> new PlanCommand();
      case "report" -> new ReportCommand();
      case "watch" -> new WatchCommand();
      case "inspect" -> new InspectCommand();
      case "merge" -> new MergeCommand();
      case "export" -> new ExportCommand();
      case "import" -> new ImportCommand();
      case "eval" -> new EvalCommand();
      case "ood" -> new OodCommand();
      case "sample" -> new SampleCommand();
      case "upscale" -> new UpscaleCommand();
      case "play" -> new PlayCommand();
      case "distance" -> new DistanceCommand();
      case "frechet" -> new FrechetCommand();
      case "verify" -> new VerifyCommand();
      case "bench" -> new BenchCommand();
      case "gpu-check" -> new GpuCheckCommand();
      case "doctor" -> new DoctorCommand();
      case "info" -> new InfoCommand();
      case "card" -> new CardCommand();
      case "data" -> new DataCommand();
      case "program" -> new ProgramCommand();
      case "completion" -> new CompletionCommand();
      case "help" -> new HelpCommand();
      default -> throw new IllegalArgumentException("no command " + name);
    };
  }
}
