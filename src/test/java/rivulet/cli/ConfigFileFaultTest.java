package rivulet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of settings that cannot be used: one line that names the file and what is wrong in it. */
final class ConfigFileFaultTest {
  @TempDir private Path folder;

  private CommandRun train(Path config) throws IOException {
    return CommandRun.of(
        List.of(new TrainCommand()),
        "train",
        "--threads",
        1,
        "--data",
        TinyImages.write(folder, 4),
        "--out",
        folder.resolve("run"),
        "--config",
        config);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{\"options\": {\n \"--batch\" 8}}` | is not the JSON of settings, broken in line 2;",
        "`{\"options\": {\n \"--batch\": \"8\"` | is not the JSON of settings, broken in line 2;",
        "`batch = 8` | is not the JSON of settings, broken in line 1;",
        "`` | has no object \"options\"",
        "`[1]` | has no object \"options\"",
        "`{\"--batch\": \"8\"}` | has no object \"options\"",
        "`{\"options\": {\"--batch\": [8]}}` | says for --batch what is neither text nor number;",
        "`{\"options\": {}, \"processor_seconds\": \"x\"}` | is not the JSON of settings;",
        "`{\"options\": {}, \"pixel_transform_choice\": [null]}` | is not the JSON of settings;"
      })
  void whatIsNoSettings(String text, String said) throws IOException {
    Path file = Files.writeString(folder.resolve("settings.json"), text);
    CommandRun run = train(file);
    run.assertFailsWith("rivulet: " + file + ": " + said.strip(), "; mend it, or remove it and");
    assertFalse(run.error().matches("(?s).*(google|http|BEGIN_|\\?).*"), run.error());
  }

  @Test
  void bytesThatAreNoText() throws IOException {
    Path file = Files.write(folder.resolve("settings.json"), new byte[] {'{', (byte) 0xff});
    train(file).assertFailsWith(file + ": is no text in UTF-8;");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--bacth | 8 | there is no option '--bacth'; did you mean --batch?",
        "--batch | x | Invalid value for option '--batch': 'x' is not an int",
        "--residual | maybe | 'maybe' is given for --residual; say true or false"
      })
  void optionsThatAreRefusedNameTheFile(String name, String value, String said) throws IOException {
    String text = "{\"options\": {\"%s\": \"%s\"}}".formatted(name, value);
    Path file = Files.writeString(folder.resolve("settings.json"), text);
    CommandRun run = train(file);
    run.assertWrongUsage(file + ": " + said);
    assertEquals("", run.output());
    assertTrue(run.error().endsWith("Try 'rivulet train --help'." + System.lineSeparator()));
  }

  @Test
  void whereNoEndIsSaidNothingIsWritten() throws IOException {
    train(Files.writeString(folder.resolve("settings.json"), "{\"options\": {}}"))
        .assertWrongUsage("how far to go is not said; give --steps or --time-limit");
    assertFalse(Files.exists(folder.resolve("run")));
  }

  /** As a person writes it. */
  @Test
  void namesMayStandWithoutDashesAndNumbersWithoutQuotes() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("settings.json"), "{\"options\": {\"steps\": 2, \"hidden\": \"0\"}}");
    train(file).assertWrongUsage("hidden widths must be 1 to 4096, found");
  }
}
