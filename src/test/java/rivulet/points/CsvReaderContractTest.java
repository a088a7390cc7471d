package rivulet.points;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.DataException;
import rivulet.random.NoiseStream;

/** Tables with and without names, and what is no table. */
final class CsvReaderContractTest {
  private static final String ROWS =
      "1,2\n3,4\n5,6\n7,8\n9,10\n11,12\n13,14\n15,16\n17,18\n19,20\n";

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("table.csv"), text);
  }

  private static SortedSet<Double> firstColumn(Table table, PointSet set, int draws) {
    SortedSet<Double> found = new TreeSet<>();
    double[] point = new double[2];
    NoiseStream noise = new NoiseStream();
    for (int n = 0; n < draws; n++) {
      table.draw(noise, 1, set, n, point);
      assertEquals(point[0] + 1, point[1]);
      found.add(point[0]);
    }
    return found;
  }

  @Test
  void everyRowIsHeldOutOrTrainedOn() throws IOException {
    Table table = CsvReader.read(file(ROWS));
    assertEquals(List.of("column 1", "column 2"), table.columns());
    assertEquals(10, table.rows());
    assertEquals(2, table.count(PointSet.HELD_OUT));
    assertEquals(8, table.count(PointSet.TRAINING));
    SortedSet<Double> all = firstColumn(table, PointSet.HELD_OUT, 2);
    SortedSet<Double> training = firstColumn(table, PointSet.TRAINING, 200);
    assertEquals(2, all.size());
    assertEquals(8, training.size());
    all.addAll(training);
    assertEquals(10, all.size());
    assertTrue(table.entropy().isEmpty());
  }

  @Test
  void namesBlankLinesAndSpacesAreAllowed() throws IOException {
    Table named = CsvReader.read(file("\"x\", y\n\n" + ROWS.replace(",", " , ") + "\n\n"));
    assertEquals(List.of("x", "y"), named.columns());
    assertEquals(10, named.rows());
    double[] one = new double[2];
    double[] two = new double[2];
    named.draw(new NoiseStream(), 4, PointSet.TRAINING, 7, one);
    CsvReader.read(file(ROWS)).draw(new NoiseStream(), 4, PointSet.TRAINING, 7, two);
    assertArrayEquals(one, two);
  }

  private void refused(String text, String... parts) throws IOException {
    Path file = file(text);
    DataException e = assertThrows(DataException.class, () -> CsvReader.read(file));
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), () -> part + " expected in: " + e.getMessage());
    }
    assertTrue(e.getMessage().contains("table.csv"), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void faultsAreToldWithTheirLine() throws IOException {
    refused(ROWS + "21\n", "line 11", "has 1 fields", "have 2");
    refused("x,y\n" + ROWS + "\n21,x\n", "line 13", "column y is 'x'", "number is needed");
    refused(ROWS + "21,\n", "line 11", "column 2 is empty");
    refused(ROWS + "NaN,1\n", "line 11", "not finite");
    refused("1,2\n3,4\n", "2 rows", "at least 10");
    refused("", "no rows");
    refused("x,y\n", "0 rows");
  }

  @Test
  void whatCannotBeReadIsAFault() throws IOException {
    Path none = folder.resolve("none.csv");
    String message = assertThrows(DataException.class, () -> CsvReader.read(none)).getMessage();
    assertTrue(message.contains("none.csv"), message);
    Path binary = Files.write(folder.resolve("table.csv"), new byte[] {(byte) 0xff, (byte) 0xfe});
    message = assertThrows(DataException.class, () -> CsvReader.read(binary)).getMessage();
    assertTrue(message.contains("not UTF-8"), message);
  }

  @Test
  void aColumnWithoutSpreadHasNoDensity() {
    double[] values = new double[40];
    Arrays.setAll(values, i -> i % 2 == 0 ? 7 : i);
    Table table = new Table("flat", List.of("a", "b"), values);
    PointShape shape = SamplePoints.shape(2, 8);
    String message =
        assertThrows(IllegalArgumentException.class, () -> PointModel.fresh(shape, table, 1))
            .getMessage();
    assertTrue(message.contains("column 1 of flat has the same value"), message);
  }
}
