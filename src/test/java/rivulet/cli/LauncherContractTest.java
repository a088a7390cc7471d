package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.Requirement;

/** What the script {@code ./rivulet} says of a JDK that it was told to take and cannot. */
final class LauncherContractTest {
  private static final Path LAUNCHER = Path.of("..", "rivulet");
  private static final Path BASH = Path.of("/bin/bash");

  @TempDir Path home;

  private void assertRefused(Path javaHome, String found) throws IOException, InterruptedException {
    Requirement.met(Files.isExecutable(BASH), BASH + " is missing");
    ProcessBuilder builder =
        new ProcessBuilder(BASH.toString(), LAUNCHER.toString(), "--version")
            .redirectErrorStream(true);
    builder.environment().put("RIVULET_JAVA_HOME", javaHome.toString());
    Process process = builder.start();
    try (InputStream out = process.getInputStream()) {
      assertEquals(
          "rivulet: RIVULET_JAVA_HOME="
              + javaHome
              + ": "
              + found
              + "; name a JDK 25 or newer, or unset it\n",
          new String(out.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertEquals(1, process.waitFor());
  }

  @Test
  void missingOne() throws IOException, InterruptedException {
    assertRefused(home.resolve("no"), "there is no such folder");
  }

  @Test
  void folderWithoutOne() throws IOException, InterruptedException {
    assertRefused(home, "a folder without a JDK (bin/java and release)");
  }

  @Test
  void oldOne() throws IOException, InterruptedException {
    Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nexit 0\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.1\"\n");
    assertRefused(home, "there is a JDK with JAVA_VERSION=\"17.0.1\"");
  }
}
