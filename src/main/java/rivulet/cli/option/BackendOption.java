package rivulet.cli.option;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rivulet.nativebindings.Availability;
import rivulet.tensor.backend.BackendKind;
import rivulet.tensor.backend.Offloading;
import rivulet.tensor.kernel.OffloadBackend;
import rivulet.tensor.kernel.OffloadThreshold;

/** {@code --backend NAME} and what goes with it: who computes the larger convolutions. */
@Section(Section.BACKEND)
public final class BackendOption {
  private static final String AUTO = "auto";

  @Option(
      names = "--backend",
      completionCandidates = Values.Backends.class,
      paramLabel = "NAME",
      description = "cpu cuda openblas auto (default: ${DEFAULT-VALUE})")
  private String backend = BackendKind.CPU.label();

  @Option(
      names = "--offload-from",
      paramLabel = "FLOP",
      description = "Operations from which it pays (default: ${DEFAULT-VALUE})")
  private long leastFlops = OffloadThreshold.DEFAULT.flops();

  @Option(
      names = "--offload-intensity",
      paramLabel = "N",
      description = "Operations per float moved (default: ${DEFAULT-VALUE})")
  private int leastIntensity = OffloadThreshold.DEFAULT.intensity();

  @Option(names = "--tf32", description = "Let a device round factors to 10 bits: faster")
  private boolean tf32;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /**
   * What was asked for; {@code auto} is decided here and says in one line how and why.
   *
   * @throws picocli.CommandLine.ParameterException for an unknown name or an impossible combination
   */
  public Offloading offloading() {
    return Usage.checked(
        command,
        () ->
            backend.equals(AUTO)
                ? automatic()
                : new Offloading(BackendKind.named(backend), threshold(), tf32));
  }

  private OffloadThreshold threshold() {
    return new OffloadThreshold(leastFlops, leastIntensity);
  }

  private Offloading automatic() {
    Offloading cuda = new Offloading(BackendKind.CUDA, threshold(), tf32);
    PrintWriter err = command.commandLine().getErr();
    Offloading chosen =
        switch (cuda.find()) {
          case Availability.Available<? extends OffloadBackend>(OffloadBackend found) -> {
            err.println("backend auto: cuda, " + found.device());
            found.close();
            yield cuda;
          }
          case Availability.Unavailable<? extends OffloadBackend>(String reason) -> {
            err.println("backend auto: cpu, because of " + reason);
            yield Offloading.NONE;
          }
        };
    err.flush();
    return chosen;
  }
}
