package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.cli.output.ArgumentText;
import rivulet.data.Sha256;
import rivulet.data.format.PngWriter;
import rivulet.store.ModelFile;

/** Programs started in several locales: nothing that reaches a result depends on them. */
final class LocaleFaultTest {
  private static final int SIDE = 4;

  @TempDir private Path dir;

  /** A way to start Java. */
  private record Start(String name, Map<String, String> environment, List<String> flags) {}

  private static final List<Start> STARTS =
      List.of(
          new Start("utf", Map.of("LC_ALL", "C.UTF-8"), List.of()),
          new Start("c", Map.of("LC_ALL", "C"), List.of()),
          new Start("posix", Map.of("LANG", "POSIX"), List.of()),
          new Start("unset", Map.of(), List.of()),
          new Start(
              "turkish",
              Map.of("LC_ALL", "C.UTF-8", "TZ", "Asia/Kathmandu"),
              List.of("-Duser.language=tr", "-Duser.country=TR")),
          new Start(
              "arabic",
              Map.of("LC_ALL", "C"),
              List.of("-Duser.language=ar", "-Duser.country=EG", "-Duser.timezone=Asia/Tokyo")));

  /** What a started program left: exit code, standard output and error. */
  private record Ended(int exitCode, String output, String error) {}

  private Ended run(Start start, Object... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(start.flags());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    for (Object word : words) {
      command.add(word.toString());
    }
    Path output = dir.resolve("output");
    Path error = dir.resolve("error");
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = new HashMap<>(builder.environment());
    environment.keySet().removeIf(name -> name.startsWith("LC_") || name.startsWith("LANG"));
    environment.putAll(start.environment());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(output.toFile()).redirectError(error.toFile()).start();
    try {
      assertTrue(process.waitFor(1, TimeUnit.MINUTES), start.name());
      return new Ended(
          process.exitValue(),
          Files.readString(output, StandardCharsets.ISO_8859_1),
          Files.readString(error, StandardCharsets.ISO_8859_1));
    } finally {
      process.destroyForcibly();
    }
  }

  @BeforeEach
  void writeFolders() throws IOException {
    int grey = 0;
    for (String name : List.of("ö/i.png", "z/ä.png", "z/ü.png", "z/I.png", "ä/1.png", "ä/ı.png")) {
      byte[] pixels = new byte[SIDE * SIDE];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) (grey + 3 * i);
      }
      grey += 29;
      Path file = dir.resolve("data").resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, PngWriter.encode(PngWriter.picture(1, SIDE, SIDE, pixels)));
    }
  }

  @Test
  void theSameModelInEveryLocale() throws IOException, InterruptedException {
    String first = "";
    for (Start start : STARTS) {
      Path out = dir.resolve(start.name());
      Ended ended =
          run(
              start,
              "train",
              "--data",
              dir.resolve("data"),
              "--out",
              out,
              "--conditional",
              "--pre-transform",
              "affine",
              "--levels",
              2,
              "--hidden",
              2,
              "--steps",
              1,
              "--batch",
              3,
              "--threads",
              1,
              "--json");
      assertEquals(0, ended.exitCode(), start.name() + ": " + ended.error());
      assertEquals(
          1, JsonParser.parseString(ended.output()).getAsJsonObject().get("steps").getAsInt());
      Path model = out.resolve("model.safetensors");
      first = first.isEmpty() ? Sha256.ofFile(model) : first;
      assertEquals(first, Sha256.ofFile(model), start.name());
      assertEquals(
          Sha256.ofFile(dir.resolve("utf/checkpoint.safetensors")),
          Sha256.ofFile(out.resolve("checkpoint.safetensors")),
          start.name());
    }
    assertEquals(
        List.of("z", "ä", "ö"),
        ModelFile.read(dir.resolve("utf/model.safetensors")).spec().imageClasses().names());
  }

  @Test
  void argumentsThatAreNoTextAreRefused() throws IOException, InterruptedException {
    Optional<String> told = ArgumentText.fault("UTF-8", "info", "x\ufffd.png");
    assertEquals(
        "the argument 'x?.png' is no UTF-8 where '?' stands; rename the file", told.orElse(""));
    assertEquals(Optional.empty(), ArgumentText.fault("UTF-8", "info", "ü.png"));
    Start plain = STARTS.get(1);
    Start passing = new Start("passing", Map.of("LC_ALL", "C.UTF-8"), List.of());
    Path picture = dir.resolve("data/z/ü.png");
    assertEquals(0, run(passing, "info", picture).exitCode());
    Ended refused = run(plain, "info", picture);
    assertEquals(2, refused.exitCode());
    assertTrue(refused.error().contains("does not hold; set LC_ALL=C.UTF-8"), refused.error());
    assertFalse(refused.error().contains("Exception"), refused.error());
  }
}
