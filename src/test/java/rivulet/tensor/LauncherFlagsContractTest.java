package rivulet.tensor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What these tests call the launcher's flags is what {@code ./rivulet} gives to the JVM. */
final class LauncherFlagsContractTest {
  @Test
  void launcherHasThem() throws IOException {
    String launcher =
        Files.readString(Path.of(System.getProperty("rivulet.home", ".."), "rivulet"));
    int start = launcher.indexOf("jvm_flags=(");
    String flags = launcher.substring(start, launcher.indexOf("\n\n", start));
    for (String flag : ChildJvm.LAUNCHER.split(" ", -1)) {
      assertTrue(flags.contains(flag), flag + " is not in " + flags);
    }
  }
}
