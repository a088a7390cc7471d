package rivulet.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed, by a clock and a window of the test's own. */
final class ProgressLineTest {
  private final StringWriter text = new StringWriter();
  private long nanoseconds;

  private ProgressLine progress(int columns) {
    OptionalInt window = columns == 0 ? OptionalInt.empty() : OptionalInt.of(columns);
    return new ProgressLine(new PrintWriter(text), "updates", () -> window, () -> nanoseconds);
  }

  private void run(ProgressLine progress, int steps) {
    for (int step = 1; step <= steps; step++) {
      nanoseconds += 500_000_000;
      progress.update(
          step,
          steps,
          (double) step / steps,
          () -> List.of("bits/dim 3.912", "2 skipped", "levels 4.100 3.900 3.700", "812 images/s"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 20, 37, 80, 200})
  void aTerminalsLineIsRewrittenAndNeverFillsTheWindow(int columns) {
    run(progress(columns), 100);
    String printed = text.toString();
    assertTrue(printed.endsWith(System.lineSeparator()));
    for (String line : printed.strip().split("\r", -1)) {
      String shown = line.replace("\u001b[K", "");
      assertTrue(shown.length() < columns, () -> columns + " columns: " + shown);
      assertFalse(shown.contains("\n"));
    }
  }

  @Test
  void whatMattersMostStaysInANarrowWindow() {
    run(progress(60), 100);
    String last = text.toString().strip();
    last = last.substring(last.lastIndexOf('\r') + 1);
    assertTrue(last.contains("100/100 updates  in 0:50  bits/dim 3.912  2 skipped"), last);
    assertFalse(last.contains("levels"), last);
  }

  @Test
  void elsewhereALineIsAddedNowAndThen() {
    run(progress(0), 100);
    List<String> lines = text.toString().lines().toList();
    assertEquals(10, lines.size());
    assertFalse(text.toString().contains("\r"));
    assertFalse(text.toString().contains("\u001b"));
    assertTrue(lines.getLast().startsWith("100/100 updates  in 0:50"), lines.getLast());
  }

  @Test
  void timeLeftIsSaidOnceItMeansSomethingAndByThePaceOfNow() {
    ProgressLine progress = progress(80);
    for (int step = 1; step <= 200; step++) {
      nanoseconds += step <= 4 ? 2_000_000_000L : 100_000_000; // a slow start
      progress.update(step, 1000);
      if (step <= 2) {
        assertFalse(text.toString().contains("left"), text.toString());
      }
    }
    String last = text.toString().substring(text.toString().lastIndexOf('\r') + 1);
    assertTrue(last.contains("1:20 left"), last);
  }

  @Test
  void whatIsPrintedNextBeginsALineOfItsOwn() {
    ProgressLine progress = progress(80);
    nanoseconds += 1_000_000_000;
    progress.update(1, 10);
    progress.close();
    progress.close();
    assertEquals(1, text.toString().lines().filter(line -> !line.isEmpty()).count());
    assertTrue(text.toString().endsWith(System.lineSeparator()));
  }

  @Test
  void aSlowThreadsWordAboutThePastIsLeftOut() {
    ProgressLine progress = progress(0);
    nanoseconds += 6_000_000_000L;
    progress.update(5, 10);
    nanoseconds += 6_000_000_000L;
    progress.update(4, 10);
    assertEquals(1, text.toString().lines().count());
  }
}
