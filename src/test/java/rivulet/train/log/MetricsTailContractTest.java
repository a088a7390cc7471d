package rivulet.train.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.store.RunDirectory;

/** A table of metrics is read as it grows, each whole line once. */
final class MetricsTailContractTest {
  private static final String HEADER = "step,level,loss,norm,applied\n";

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("metrics.csv");
  }

  private void append(String text) throws IOException {
    Files.writeString(file(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private MetricsTail tail() {
    return new MetricsTail(new RunDirectory(folder));
  }

  @Test
  void eachWholeLineComesOnce() throws IOException {
    MetricsTail tail = tail();
    assertEquals(List.of(), tail.next().rows());
    append(HEADER + "0,0,1.5,NaN,true\n0,1,2");
    List<MetricRow> first = tail.next().rows();
    assertEquals(List.of("loss", "norm"), tail.columns());
    assertEquals(1, first.size());
    assertArrayEquals(new double[] {1.5, Double.NaN}, first.getFirst().values());
    assertEquals(List.of(), tail.next().rows());
    append(".25,3,false\nnonsense\n1,0,1,2\n");
    List<MetricRow> second = tail.next().rows();
    assertEquals(1, second.size());
    assertArrayEquals(new double[] {2.25, 3}, second.getFirst().values());
    assertEquals(1, second.getFirst().level());
    assertFalse(second.getFirst().applied());
  }

  @Test
  void aTableThatIsWrittenAnewBeginsAnew() throws IOException {
    append(HEADER + "0,0,1,1,true\n1,0,2,2,true\n");
    MetricsTail tail = tail();
    assertTrue(tail.next().anew());
    assertFalse(tail.next().anew());
    Path other = folder.resolve("other");
    Files.writeString(other, HEADER + "0,0,1,1,true\n1,0,3,3,true\n");
    Files.move(other, file(), StandardCopyOption.REPLACE_EXISTING);
    MetricsTail.Piece again = tail.next();
    assertTrue(again.anew());
    assertEquals(3, again.rows().getLast().values()[0]);
  }

  @Test
  void longTablesComeInPiecesThatAddUp() throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    int updates = 60_000;
    for (int step = 0; step < updates; step++) {
      text.append(step).append(",0,0.123456789012345,1,true\n");
    }
    append(text.toString());
    MetricsTail tail = tail();
    assertTrue(tail.next().rows().size() < updates);
    assertEquals(updates, RunMetrics.read(new RunDirectory(folder)).updates());
  }
}
