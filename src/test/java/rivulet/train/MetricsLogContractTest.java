package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.store.RunDirectory;
import rivulet.train.log.RunMetrics;

/** Every metric is logged under its own name, and only what a checkpoint knows is kept. */
class MetricsLogContractTest {
  @TempDir private Path folder;

  private static final LevelMetrics ALL =
      new LevelMetrics(2, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, true);

  private RunDirectory run() {
    return new RunDirectory(folder);
  }

  private List<String> table() throws IOException {
    return Files.readAllLines(run().metricTable());
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(run().metricLines());
  }

  @Test
  void numbersStandUnderTheirNames() throws IOException {
    try (MetricsLog log = MetricsLog.open(run(), 0)) {
      log.write(9, List.of(ALL), 8.5);
    }
    assertEquals(
        "step,level,bits_per_dim,matching_loss,kinetic,jacobian,evaluations,gradient_norm,"
            + "learning_rate,validation_bits_per_dim,applied",
        table().getFirst());
    assertEquals("9,2,1.5,2.5,3.5,4.5,5.5,6.5,7.5,8.5,true", table().get(1));
    JsonObject line = JsonParser.parseString(lines().getFirst()).getAsJsonObject();
    assertEquals(9, line.get("step").getAsInt());
    assertEquals(2, line.get("level").getAsInt());
    assertEquals(1.5, line.get("bits_per_dim").getAsDouble());
    assertEquals(2.5, line.get("matching_loss").getAsDouble());
    assertEquals(3.5, line.get("kinetic").getAsDouble());
    assertEquals(4.5, line.get("jacobian").getAsDouble());
    assertEquals(5.5, line.get("evaluations").getAsDouble());
    assertEquals(6.5, line.get("gradient_norm").getAsDouble());
    assertEquals(7.5, line.get("learning_rate").getAsDouble());
    assertEquals(8.5, line.get("validation_bits_per_dim").getAsDouble());
    assertTrue(line.get("applied").getAsBoolean());
  }

  @Test
  void onlyUpdatesBeforeTheCheckpointAreKept() throws IOException {
    try (MetricsLog log = MetricsLog.open(run(), 0)) {
      for (int step = 0; step < 4; step++) {
        log.write(step, List.of(ALL, ALL), Double.NaN);
      }
    }
    try (MetricsLog log = MetricsLog.open(run(), 2)) {
      log.write(7, List.of(ALL), 8.5);
    }
    assertEquals(List.of("0", "0", "1", "1", "7"), steps(table().subList(1, table().size())));
    assertEquals(5, lines().size());
    assertTrue(lines().get(3).contains("\"step\":1,"), lines().get(3));
    assertTrue(lines().get(4).contains("\"step\":7,"), lines().get(4));
  }

  /** Of a version that had no column for validation: the rows stay whole. */
  @Test
  void rowsOfOlderRunsAreRead() throws IOException {
    Files.writeString(
        run().metricTable(),
        "step,level,bits_per_dim,matching_loss,kinetic,jacobian,evaluations,gradient_norm,"
            + "learning_rate,applied\n0,2,1.5,2.5,3.5,4.5,5.5,6.5,7.5,true\n");
    try (MetricsLog log = MetricsLog.open(run(), 1)) {
      log.write(1, List.of(ALL), 8.5);
    }
    RunMetrics metrics = RunMetrics.read(run());
    assertArrayEquals(new double[] {7.5, 7.5}, metrics.column("learning_rate", 2));
    assertArrayEquals(new double[] {Double.NaN, 8.5}, metrics.column("validation_bits_per_dim", 2));
  }

  private static List<String> steps(List<String> rows) {
    return rows.stream().map(row -> row.substring(0, row.indexOf(','))).toList();
  }
}
