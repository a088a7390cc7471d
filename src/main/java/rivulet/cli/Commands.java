package rivulet.cli;

import java.util.List;
import rivulet.cli.data.DataCommand;
import rivulet.cli.exchange.CardCommand;
import rivulet.cli.exchange.ExportCommand;
import rivulet.cli.exchange.ImportCommand;

/** Every command of {@code rivulet}, in the order in which {@code --help} names them. */
public final class Commands {

  private Commands() {}

  /** New instances; picocli reads name, options and help from their annotations. */
  public static List<Object> all() {
    return List.of(
        new DemoCommand(),
        new TrainCommand(),
        new PlanCommand(),
        new ReportCommand(),
        new WatchCommand(),
        new InspectCommand(),
        new MergeCommand(),
        new ExportCommand(),
        new ImportCommand(),
        new EvalCommand(),
        new OodCommand(),
        new SampleCommand(),
        new UpscaleCommand(),
        new PlayCommand(),
        new DistanceCommand(),
        new VerifyCommand(),
        new BenchCommand(),
        new GpuCheckCommand(),
        new DoctorCommand(),
        new InfoCommand(),
        new CardCommand(),
        new DataCommand(),
        new ProgramCommand(),
        new CompletionCommand(),
        new HelpCommand());
  }
}
