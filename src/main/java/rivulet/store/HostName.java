package rivulet.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The name of this machine or container, without asking the network, which can take seconds. */
final class HostName {
  private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  static String get() {
    try {
      return Files.readString(LINUX).strip();
    } catch (IOException e) {
      String windows = System.getenv("COMPUTERNAME");
      return Objects.requireNonNullElse(windows, "this machine");
    }
  }
}
