package rivulet.tensor.backend;

import java.util.Optional;
import rivulet.Requirement;
import rivulet.TestDevice;
import rivulet.nativebindings.Availability;
import rivulet.tensor.kernel.OffloadBackend;
import rivulet.tensor.kernel.OffloadThreshold;

/** The backends that tests run on: the test device, and OpenBLAS where the machine has it. */
public final class Backends implements AutoCloseable {
  private final Optional<TestDevice> device;
  private final OffloadBackend backend;

  /** Opens the backend of that label, or skips the test. */
  public Backends(String label) {
    BackendKind kind = BackendKind.named(label);
    device = kind == BackendKind.CUDA ? Optional.of(new TestDevice()) : Optional.empty();
    var found = new Offloading(kind, OffloadThreshold.ALL, false).find();
    Requirement.met(
        found instanceof Availability.Available,
        found instanceof Availability.Unavailable<?>(String reason) ? reason : "");
    backend = found.orThrow();
  }

  public OffloadBackend backend() {
    return backend;
  }

  @Override
  public void close() {
    backend.close();
    device.ifPresent(TestDevice::close);
  }
}
