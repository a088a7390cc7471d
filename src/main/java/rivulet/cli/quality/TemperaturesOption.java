package rivulet.cli.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rivulet.cli.option.TemperatureOption;

/** {@code --temperature T} or {@code T0,T1,…}, as often as there are temperatures to compare. */
public final class TemperaturesOption {
  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "Deviation of the noise: one for all levels, or one per level from the coarsest as"
              + " T0,T1,...; again for another row (default: 1).")
  private List<String> asked = List.of("1");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /**
   * One that was asked for.
   *
   * @param text as it was written
   * @param perLevel of each level
   */
  public record Temperature(String text, double[] perLevel) {}

  /**
   * All of them, in the order asked.
   *
   * @throws ParameterException if one is neither one number nor as many as levels, or negative
   */
  public List<Temperature> all(int levels) {
    List<Temperature> all = new ArrayList<>();
    for (String text : asked) {
      all.add(new Temperature(text, TemperatureOption.perLevel(command, numbers(text), levels)));
    }
    return all;
  }

  private List<Double> numbers(String text) {
    try {
      return Arrays.stream(text.split(",", -1)).map(Double::valueOf).toList();
    } catch (NumberFormatException e) {
      throw new ParameterException(
          command.commandLine(),
          "--temperature must be numbers such as 0.9 or 0.8,0.9,1, found '" + text + "'",
          e);
    }
  }
}
