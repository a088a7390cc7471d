package rivulet.cli.option;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --temperature T} for all levels, or {@code T0,T1,…} from the coarsest. */
public final class TemperatureOption {
  @Option(
      names = "--temperature",
      split = ",",
      paramLabel = "T",
      description =
          "Deviation of the noise: one for all levels, or one per level from the coarsest"
              + " (default: 1).")
  private List<Double> temperatures = List.of(1.0);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /**
   * One temperature per level.
   *
   * @throws ParameterException if there are neither one nor as many as levels, or one is negative
   */
  public double[] perLevel(int levels) {
    return perLevel(command, temperatures, levels);
  }

  /** The same of numbers that were read elsewhere. */
  public static double[] perLevel(CommandSpec command, List<Double> temperatures, int levels) {
    if (temperatures.size() != 1 && temperatures.size() != levels) {
      throw wrong(
          command, "needs 1 number or " + levels + ", one per level; found " + temperatures.size());
    }
    double[] result = new double[levels];
    Arrays.fill(result, temperatures.getFirst());
    for (int level = 0; level < temperatures.size(); level++) {
      double temperature = temperatures.get(level);
      if (!(temperature >= 0) || !Double.isFinite(temperature)) {
        throw wrong(command, "must be at least 0, found " + temperature);
      }
      result[level] = temperature;
    }
    return result;
  }

  private static ParameterException wrong(CommandSpec command, String what) {
    return new ParameterException(command.commandLine(), "--temperature " + what);
  }
}
