package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher hands to Java, seen by a Java that only tells. */
final class LauncherLocaleContractTest {
  @TempDir private Path home;

  @BeforeEach
  void install() throws IOException {
    Path launcher = Path.of(System.getProperty("rivulet.home"), "rivulet");
    executable("rivulet", Files.readString(launcher));
    for (String file : List.of("pom.xml", "src/pom.xml", "native-bindings/pom.xml")) {
      old(file);
    }
    for (String folder : List.of("src/main/java", "native-bindings/src/main/java")) {
      old(folder + "/x");
    }
    Files.createDirectories(home.resolve("src/target/lib"));
    Files.writeString(home.resolve("src/target/rivulet.jar"), "");
    executable("jdk/bin/java", "#!/bin/sh\nprintf '%s|%s' \"$LC_ALL\" \"$*\"\n");
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
  }

  private void old(String name) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
    for (Path at = file; !at.equals(home); at = at.getParent()) {
      Files.setLastModifiedTime(at, FileTime.fromMillis(1_000_000_000_000L));
    }
  }

  private void executable(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String run(Map<String, String> locale, String argument)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(home.resolve("rivulet").toString(), argument);
    builder.environment().keySet().removeIf(name -> name.matches("LC_.*|LANG.*|RIVULET_.*"));
    builder.environment().put("RIVULET_JAVA_HOME", home.resolve("jdk").toString());
    builder.environment().putAll(locale);
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    return said.lines().toList().getLast(); // bash warns of locales that it does not know
  }

  @Test
  void javaSpeaksUtf8InEveryLocale() throws IOException, InterruptedException {
    List<Map<String, String>> locales =
        List.of(
            Map.of(),
            Map.of("LC_ALL", "C"),
            Map.of("LANG", "POSIX"),
            Map.of("LC_ALL", "no_SUCH.UTF-8"),
            Map.of("LC_ALL", "C.UTF-8"),
            Map.of("LC_CTYPE", "C", "LANG", "C.UTF-8"));
    for (Map<String, String> locale : locales) {
      String said = run(locale, "info");
      assertTrue(said.startsWith("C.UTF-8|"), locale + ": " + said);
      assertTrue(said.endsWith(" rivulet.cli.Main info"), said);
    }
    assertEquals("|", run(Map.of("LANG", "C.UTF-8"), "info").substring(0, 1));
  }
}
