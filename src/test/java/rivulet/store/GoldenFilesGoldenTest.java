package rivulet.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden files were written by another program: all must open, and survive being rewritten. */
class GoldenFilesGoldenTest {
  @TempDir Path dir;

  @Test
  void everyGoldenFileIsReadAndRewrittenWithoutLoss() throws IOException {
    List<Path> files = goldenFiles();
    assertTrue(files.size() >= 10, files.size() + " golden files");
    for (Path path : files) {
      try (SafetensorsFile golden = SafetensorsFile.open(path)) {
        rewrite(golden);
      }
    }
  }

  @Test
  void valuesOfAGoldenCaseAreInTheirPlaces() throws IOException {
    Path path = golden().resolve("wavelet-rgb.safetensors");
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertEquals("unimodular:coarse F64[2, 3, 4, 4]", file.entry("unimodular:coarse").toString());
      // Both transforms average: their coarse images are the same numbers (docs/mathematics.md,
      // section 1).
      double[] unimodular = file.doubles("unimodular:coarse");
      double[] haar = file.doubles("haar:coarse");
      for (int i = 0; i < unimodular.length; i++) {
        assertEquals(unimodular[i], haar[i], 1e-15);
        assertTrue(unimodular[i] >= 0 && unimodular[i] <= 1);
      }
    }
  }

  private void rewrite(SafetensorsFile golden) {
    SafetensorsWriter writer = new SafetensorsWriter();
    golden.metadata().forEach(writer::metadata);
    for (String name : golden.names()) {
      TensorEntry entry = golden.entry(name);
      writer.segment(name, entry.type(), entry.shape(), entry.data());
    }
    Path copy = dir.resolve("copy");
    writer.write(copy);
    try (SafetensorsFile again = SafetensorsFile.open(copy)) {
      assertEquals(golden.metadata(), again.metadata());
      assertEquals(golden.names().size(), again.names().size());
      for (String name : golden.names()) {
        assertEquals(golden.entry(name), again.entry(name));
      }
    }
  }

  private static List<Path> goldenFiles() throws IOException {
    try (Stream<Path> files = Files.list(golden())) {
      return files.filter(f -> f.toString().endsWith(".safetensors")).sorted().toList();
    }
  }

  private static Path golden() {
    Path start = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    for (Path at = start; at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("testdata"))) {
        return at.resolve("testdata/golden");
      }
    }
    throw new IllegalStateException("no folder testdata above " + start);
  }
}
