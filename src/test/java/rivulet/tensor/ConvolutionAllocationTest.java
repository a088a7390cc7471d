package rivulet.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * After warm-up no convolution, gradient or product puts anything on the heap. A tile that boxes
 * its accumulators is ten times slower and right in every bit: only this test sees it.
 */
final class ConvolutionAllocationTest {
  static List<ConvolutionAllocation.Case> cases() {
    return ConvolutionAllocation.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void allocatesNothing(ConvolutionAllocation.Case kernel) {
    assertEquals(0, ConvolutionAllocation.bytesPerCall(kernel), kernel + ": bytes per call");
  }

  /** With the launcher's flags {@link RunTile} and {@link AddingTile} take part. */
  @Test
  void allocatesNothingWithoutC1() throws IOException, InterruptedException, URISyntaxException {
    assertEquals("none", ChildJvm.lastLine(ConvolutionAllocation.class, ChildJvm.LAUNCHER, ""));
  }
}
