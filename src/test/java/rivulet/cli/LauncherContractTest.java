package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * A copy of the launcher with a program that is built, beside a JDK that prints its arguments and
   * does {@code first} before.
   */
  private String flagsAfter(String first, String... words)
      throws IOException, InterruptedException {
    Requirement.met(Files.isExecutable(BASH), BASH + " is missing");
    Path root = home.resolve("a home");
    Files.createDirectories(root.resolve("src/target/lib"));
    Files.createDirectories(root.resolve("src/main"));
    Files.createDirectories(root.resolve("native-bindings/src/main"));
    Files.createDirectories(root.resolve("models"));
    Path launcher =
        Files.copy(LAUNCHER, root.resolve("rivulet"), StandardCopyOption.REPLACE_EXISTING);
    for (String file : List.of("pom.xml", "src/pom.xml", "native-bindings/pom.xml")) {
      Files.writeString(root.resolve(file), "");
    }
    Files.writeString(root.resolve("src/target/rivulet.jar"), "");
    Path java = Files.createDirectories(home.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n" + first + "\nprintf '%s ' \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    List<String> command = new ArrayList<>(List.of(BASH.toString(), launcher.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("RIVULET_JAVA_HOME", home.resolve("jdk").toString());
    Process process = builder.start();
    try (InputStream out = process.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String flags(String... words) throws IOException, InterruptedException {
    return flagsAfter("", words);
  }

  @Test
  void classesAreMappedWhereTheJvmKeptThem() throws IOException, InterruptedException {
    String keep =
        "for a; do case $a in *:ArchiveClassesAtExit=*) echo kept >\"${a#*=}\" ;; esac; done";
    String kept = flagsAfter(keep, "sample");
    assertTrue(kept.contains("/target/with-kernels.jsa "), kept);
    assertTrue(flagsAfter(keep, "info", "m").contains("/target/without-kernels.jsa "));
    assertFalse(kept.contains("without-kernels"), kept);
  }

  @Test
  void aJvmThatKeepsNoClassesIsAskedOnce() throws IOException, InterruptedException {
    String count = "case \"$*\" in *ArchiveClassesAtExit=*) echo >>" + home + "/asked ;; esac";
    assertFalse(flagsAfter(count, "sample").contains(".jsa"));
    assertEquals(0, Files.size(home.resolve("a home/src/target/with-kernels.jsa")));
    assertEquals(1, Files.readAllLines(home.resolve("asked")).size());
  }

  @Test
  void commandsWithoutKernelsNeedNoVectors() throws IOException, InterruptedException {
    assertFalse(flags("info", "m").contains("rivulet.args"));
    assertTrue(flags("eval").contains("/rivulet.args "));
  }

  @Test
  void onlyCommandsWithoutKernelsDoWithoutTheSecondCompiler()
      throws IOException, InterruptedException {
    String first = "-XX:TieredStopAtLevel=1";
    assertTrue(flags("info", "m").contains(first));
    assertTrue(flags("train", "--help").contains(first));
    assertTrue(flags().contains(first));
    assertFalse(flags("train", "--out", "info").contains(first));
    assertFalse(flags("--verbose", "sample").contains(first));
    assertTrue(flags("sample").endsWith("rivulet.cli.Main sample "), flags("sample"));
  }
}
