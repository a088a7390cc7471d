package rivulet.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kernels that are still interpreted make no heap segment, neither themselves nor through the JDK:
 * its class, once loaded, slows every kernel of the process down ({@link Lanes}).
 */
final class SegmentClassTest {
  private static final String IMPLEMENTATIONS = "jdk.internal.foreign.";

  @Test
  void onlyNativeSegments(@TempDir Path folder)
      throws IOException, InterruptedException, URISyntaxException {
    Path log = folder.resolve("classes.txt");
    ChildJvm.lastLine(KernelDigest.class, "-Xlog:class+load:file=" + log, "1");
    List<String> lines = Files.readAllLines(log);
    assertTrue(loaded(lines, "NativeMemorySegmentImpl") > 0, "no segments in the log");
    assertEquals(0, loaded(lines, "HeapMemorySegmentImpl"));
  }

  private static long loaded(List<String> lines, String type) {
    return lines.stream().filter(line -> line.contains(IMPLEMENTATIONS + type)).count();
  }
}
