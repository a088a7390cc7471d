package rivulet.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bits at every vector width, each in a JVM of its own. */
final class WidthTest {
  private static final String COMPILED_ROUNDS = "150";
  private static final String INTERPRETED_ROUNDS = "1";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:UseAVX=3",
        "-XX:UseAVX=2",
        "-XX:UseAVX=1",
        "-XX:MaxVectorSize=16",
        "-XX:MaxVectorSize=32",
        "-Xint"
      })
  void sameBits(String flag) throws IOException, InterruptedException, URISyntaxException {
    String rounds = flag.equals("-Xint") ? INTERPRETED_ROUNDS : COMPILED_ROUNDS;
    String[] answer = ChildJvm.lastLine(KernelDigest.class, flag, rounds).split(" ", -1);
    assertEquals(Long.toHexString(KernelDigest.once()), answer[1], flag);
    if (flag.equals("-XX:MaxVectorSize=16")) {
      assertEquals("4", answer[0], "lanes under " + flag);
    } else {
      assertTrue(Integer.parseInt(answer[0]) >= 4, "lanes under " + flag);
    }
  }
}
