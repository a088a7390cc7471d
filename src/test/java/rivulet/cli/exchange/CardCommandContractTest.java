package rivulet.cli.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.cli.CommandRun;
import rivulet.cli.Commands;
import rivulet.cli.TinyModel;
import rivulet.store.ModelFile;
import rivulet.store.SafetensorsFile;
import rivulet.store.SafetensorsWriter;
import rivulet.wavelet.Wavelet;

/** {@code card}: what a file tells, and nothing else. */
final class CardCommandContractTest {
  private static final Pattern NUMBER = Pattern.compile("[0-9a-f.]*\\d[0-9a-f.]*");

  @TempDir private Path folder;

  private static String card(Path model) {
    CommandRun run = CommandRun.of(Commands.all(), "card", "--model", model);
    assertEquals(0, run.exitCode(), run.error());
    return run.output();
  }

  private Path write(int levels) {
    return TinyModel.write(
        folder.resolve("tiny.safetensors"), TinyModel.spec(Wavelet.UNIMODULAR, 1, 8, 12), levels);
  }

  private static SortedSet<String> numbers(String text) {
    TreeSet<String> numbers = new TreeSet<>();
    NUMBER.matcher(text.replace(",", "")).results().map(MatchResult::group).forEach(numbers::add);
    return numbers;
  }

  @Test
  void everyNumberIsOneThatInfoTells() {
    Path model = write(3);
    String card = card(model);
    CommandRun info = CommandRun.of(Commands.all(), "info", model);
    SortedSet<String> invented = numbers(card);
    invented.removeAll(numbers(info.output().replace(',', ' ')));
    // Sizes of the levels' data, from the image's: 1x2x3, 3x2x3, 3x4x6.
    invented.removeAll(List.of("1", "2", "3", "4", "6"));
    assertEquals(List.of(), List.copyOf(invented));
    assertTrue(card.startsWith("# tiny\n"), card);
    for (String row :
        List.of(
            "| 0 | 1x2x3 | 122 |", "| 1 | 3x2x3 | 322 |", "| 2 | 3x4x6 | 322 |", "| seed | 11 |")) {
      assertTrue(card.contains(row), card);
    }
  }

  @Test
  void aPartSaysThatItIsOne() {
    String card = card(write(2));
    assertTrue(card.contains("levels 0, 1 of 3, to be joined"), card);
    assertTrue(card.contains("    rivulet merge tiny.safetensors OTHERS"), card);
    assertFalse(card.contains("rivulet sample"), card);
  }

  @Test
  void textOfTheFileIsNoMarkdown() {
    Path plain = write(3);
    Path wicked = folder.resolve("wicked.safetensors");
    SafetensorsWriter writer = new SafetensorsWriter();
    try (SafetensorsFile file = SafetensorsFile.open(plain)) {
      file.metadata().forEach(writer::metadata);
      writer.metadata("train.note", "a|b\n# <b>[x](y)`*_");
      file.names()
          .forEach(name -> writer.floats(name, file.entry(name).shape(), file.floats(name)));
      writer.write(wicked);
    }
    assertEquals(3, ModelFile.read(wicked).levels().size());
    assertTrue(
        card(wicked).contains("| note | a\\|b \\# \\<b>\\[x\\](y)\\`\\*\\_ |"), card(wicked));
  }

  @Test
  void goesIntoAFile() throws IOException {
    Path out = folder.resolve("README.md");
    CommandRun run = CommandRun.of(Commands.all(), "card", "--model", write(3), "--out", out);
    assertEquals("", run.output());
    assertEquals(card(folder.resolve("tiny.safetensors")), Files.readString(out));
  }

  @Test
  void whatIsNoModelIsRefused() {
    Path file = folder.resolve("x.safetensors");
    new SafetensorsWriter().floats("x", new long[] {1}, new float[1]).write(file);
    CommandRun.of(Commands.all(), "card", "--model", file)
        .assertFailsWith("holds safetensors, a model is needed");
    CommandRun.of(Commands.all(), "card", "--model", folder.resolve("none"))
        .assertFailsWith("none: no such file");
    CommandRun.of(Commands.all(), "card", "--model", folder)
        .assertFailsWith("model.safetensors: no such file");
  }
}
