package rivulet.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every bundled golden case stays within its bounds. */
class GoldenSuiteGoldenTest {
  @Test
  void everyCasePasses() {
    Path home = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(home.resolve("testdata/golden"))) {
      home = home.getParent();
    }
    List<CaseReport> reports = GoldenSuite.open(home.resolve("testdata/golden")).run(r -> {});
    assertEquals(10, reports.size());
    for (CaseReport report : reports) {
      assertTrue(
          report.passed(), () -> report.name() + ": " + report.failure() + report.comparisons());
    }
  }
}
