package rivulet.tensor.kernel.convolution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.tensor.kernel.ChildJvm;
import rivulet.tensor.kernel.Lanes;
import rivulet.tensor.kernel.gemm.AddingTile;
import rivulet.tensor.kernel.gemm.RunTile;
import rivulet.tensor.kernel.gemm.Tiles;

/**
 * The same bits of convolutions, gradients and products at every vector width and JIT state.
 * Without C1, as the launcher has it, {@link Tiles} takes {@link RunTile} and {@link AddingTile} as
 * well.
 */
final class ConvolutionWidthTest {
  private static final String COMPILED_ROUNDS = "25";
  private static final String INTERPRETED_ROUNDS = "1";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:UseAVX=3",
        "-XX:UseAVX=2",
        "-XX:UseAVX=1",
        "-XX:MaxVectorSize=16",
        ChildJvm.LAUNCHER,
        "-XX:TieredStopAtLevel=1"
      })
  void sameBits(String flag) throws IOException, InterruptedException, URISyntaxException {
    String rounds = flag.startsWith("-XX:TieredStop") ? INTERPRETED_ROUNDS : COMPILED_ROUNDS;
    String[] answer = ChildJvm.lastLine(ConvolutionDigest.class, flag, rounds).split(" ", -1);
    assertEquals(Long.toHexString(ConvolutionDigest.once()), answer[1], flag);
    if (flag.equals(ChildJvm.LAUNCHER) && Lanes.COUNT == 16) {
      assertTrue(answer[2].contains("+"), "tiles that add by themselves: " + answer[2]);
    }
    if (flag.equals("-XX:MaxVectorSize=16")) {
      assertEquals("4", answer[0], "lanes under " + flag);
    }
  }
}
