package rivulet.cli.option;

import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Values of options that only their user can judge: what it refuses is wrong usage, exit 2. */
public final class Usage {
  private Usage() {}

  /** The value, with an {@link IllegalArgumentException} turned into a usage error. */
  public static <T> T checked(CommandSpec command, Supplier<T> value) {
    try {
      return value.get();
    } catch (ParameterException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
