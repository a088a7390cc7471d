package rivulet.points.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.CaseFile;
import rivulet.data.DataException;
import rivulet.points.PointModel;
import rivulet.points.PointSet;
import rivulet.points.PointShape;
import rivulet.points.SamplePoints;
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
    Table table = new Table(CsvReader.read(file(ROWS)));
    assertEquals(Columns.numbered(2), table.columns());
    assertEquals(List.of("column 1", "column 2"), table.columns().names());
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
    Table named =
        new Table(CsvReader.read(file("\"x\", y\n\n" + ROWS.replace(",", " , ") + "\n \n")));
    assertEquals(Columns.named(List.of("x", "y")), named.columns());
    assertEquals(10, named.rows());
    double[] one = new double[2];
    double[] two = new double[2];
    named.draw(new NoiseStream(), 4, PointSet.TRAINING, 7, one);
    new Table(CsvReader.read(file(ROWS))).draw(new NoiseStream(), 4, PointSet.TRAINING, 7, two);
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
    refused("", "no rows");
    refused("x,y\n", "no rows");
    refused(ROWS + "1e999,1\n", "line 11", "column 1 is 1e999, not finite");
    refused(ROWS + "1,-inf\n", "line 11", "column 2 is -inf, not finite");
    refused(ROWS + "1,0x1p3\n", "line 11", "column 2 is '0x1p3'");
    refused(ROWS + "1d,2\n", "line 11", "column 1 is '1d'");
    refused("x,y\r\n1,2\r\n\r\n3,q\r\n", "line 4", "column y is 'q'");
    refused("a\n\"1\n\n\"\nq\n", "line 5", "column a is 'q'");
  }

  @Test
  void firstLinesThatAreNeitherNamesNorNumbers() throws IOException {
    refused("0.0002,\n1,2\n", "line 1:", "column 2 is empty", "name the columns if none");
    refused("x,1\n1,2\n", "line 1:", "column 1 is 'x'");
    refused("nan,1\n1,2\n", "line 1:", "column 1 is nan, not finite");
    refused("NaN,-Inf\n1,2\n", "line 1:", "not finite");
    refused(",a,b\n0,1,2\n", "line 1:", "column 1 has no name");
    refused("a,b,a\n0,1,2\n", "line 1:", "two are named 'a'");
    refused("1,5;2,5\n", "line 1:", "column 2 is '5;2'", "a comma between columns");
    refused("a\tb\n1\t2\n", "line 2:", "a comma between columns");
  }

  @Test
  void quotesAndLineEndsOfRfc4180() throws IOException {
    Columns names = Columns.named(List.of("a, \"b\"", "two\r\nlines"));
    String head = "\uFEFF\"a, \"\"b\"\"\",\"two\r\nlines\"\r\n";
    for (String end : List.of("\r\n", "\n", "\r")) {
      Rows rows = CsvReader.read(file(head + "\"1\", 2" + end + end + "-3e-1,\"4\""));
      assertEquals(names, rows.columns());
      assertArrayEquals(new double[] {1, 2, -0.3, 4}, rows.values());
    }
    refused("a\n\"1\n2\n", "line 2:", "a quote is opened and never closed");
    refused("a\n\"1\"2\n", "line 2:", "text follows a closing quote");
    refused("a\n1\"2\"\n", "line 2:", "a quote within a field");
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Columns names = Columns.named(List.of("a, \"b\"", "two\nlines", "ü"));
    double[] values = {1700000060.9836, 1e-300, 3, -0.1, 1e22, 123456789012345678.0};
    Path file = folder.resolve("written.csv");
    try (OutputStream out = Files.newOutputStream(file)) {
      CsvWriter.exact(out, new Rows("", names, values));
    }
    Rows again = CsvReader.read(file);
    assertEquals(names, again.columns());
    assertArrayEquals(values, again.values());
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheTable() throws IOException {
    Rows plain = CsvReader.read(CaseFile.of("csv-first-row/plain.csv"));
    Rows marked = CsvReader.read(CaseFile.of("csv-first-row/bom.csv"));
    assertEquals(50, marked.count());
    assertArrayEquals(plain.values(), marked.values());
    assertEquals(plain.columns(), marked.columns());
  }

  @Test
  void fewRowsCanBeReadButNotSplit() throws IOException {
    Rows two = CsvReader.read(file("1,2\n3,4\n"));
    String message = assertThrows(DataException.class, () -> new Table(two)).getMessage();
    assertTrue(message.contains("table.csv has 2 rows; at least 10"), message);
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
    Table table = new Table(new Rows("flat", Columns.named(List.of("a", "b")), values));
    PointShape shape = SamplePoints.shape(2, 8);
    String message =
        assertThrows(IllegalArgumentException.class, () -> PointModel.fresh(shape, table, 1))
            .getMessage();
    assertTrue(message.contains("column 'a' of flat has one value in all training rows"), message);
  }
}
