package rivulet.tensor.backend;

import java.util.Optional;
import rivulet.tensor.kernel.Offload;
import rivulet.tensor.kernel.OffloadBackend;
import rivulet.tensor.kernel.Transfers;
import rivulet.tensor.kernel.Tuning;

/**
 * An {@link Offloading} in effect: opened before the flows that use it and closed after them.
 *
 * @param offloading what was asked for
 * @param backend nothing for the cpu
 */
public record OpenBackend(Offloading offloading, Optional<OffloadBackend> backend)
    implements AutoCloseable {

  static OpenBackend of(Offloading offloading) {
    return offloading.kind() == BackendKind.CPU
        ? new OpenBackend(offloading, Optional.empty())
        : new OpenBackend(offloading, Optional.of(offloading.find().orThrow()));
  }

  /** The tuning of flows that use it. */
  public Tuning tuning() {
    return new Tuning(
        Tuning.DEFAULT.tile(), backend.map(opened -> new Offload(opened, offloading.threshold())));
  }

  /** What was moved so far. */
  public Transfers transfers() {
    return backend.map(OffloadBackend::transfers).orElse(Transfers.NONE);
  }

  @Override
  public void close() {
    backend.ifPresent(OffloadBackend::close);
  }
}
