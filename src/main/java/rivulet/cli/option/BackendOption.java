package rivulet.cli.option;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rivulet.Backend;

/** {@code --backend NAME} and what goes with it: who computes the larger convolutions. */
@Section(Section.BACKEND)
public final class BackendOption {
  private static final String AUTO = "auto";

  @Option(
      names = "--backend",
      completionCandidates = Values.Backends.class,
      paramLabel = "NAME",
      description = "cpu cuda openblas auto (default: ${DEFAULT-VALUE})")
  private String backend = Backend.CPU.name();

  @Option(
      names = "--offload-from",
      paramLabel = "FLOP",
      description = "Operations from which it pays (default: ${DEFAULT-VALUE})")
  private long leastFlops = Backend.LEAST_FLOPS;

  @Option(
      names = "--offload-intensity",
      paramLabel = "N",
      description = "Operations per float moved (default: ${DEFAULT-VALUE})")
  private int leastIntensity = Backend.LEAST_INTENSITY;

  @Option(names = "--tf32", description = "Let a device round factors to 10 bits: faster")
  private boolean tf32;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /**
   * What was asked for; {@code auto} is decided here and says in one line how and why.
   *
   * @throws picocli.CommandLine.ParameterException for an unknown name or an impossible combination
   */
  public Backend backend() {
    return Usage.checked(
        command,
        () ->
            backend.equals(AUTO)
                ? Backend.automatic(leastFlops, leastIntensity, tf32, this::say)
                : new Backend(backend, leastFlops, leastIntensity, tf32));
  }

  private void say(String chosen) {
    PrintWriter err = command.commandLine().getErr();
    err.println("backend auto: " + chosen);
    err.flush();
  }
}
