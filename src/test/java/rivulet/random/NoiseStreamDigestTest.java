package rivulet.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Pinned bits. A change here changes every result of the project: raise the numerics version. */
final class NoiseStreamDigestTest {
  private static final int N = 4_096;

  private final double[] d = new double[N];
  private final NoiseStream stream =
      new NoiseStream().reset(20_240_229, Purpose.PROBE, 3, 141, 2, 7, 1);

  private static String digest(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private String digest() throws NoSuchAlgorithmException {
    ByteBuffer bytes = ByteBuffer.allocate(N * Double.BYTES);
    for (double value : d) {
      bytes.putDouble(value);
    }
    return digest(bytes.array());
  }

  @Test
  void firstValues() {
    assertEquals("0x1.428cb2781b048p-2", Double.toHexString(stream.nextUniform()));
    assertEquals("0x1.b12c2bd054694p-3", Double.toHexString(stream.nextUniform()));
    assertEquals("0x1.a0b1f07aa8deep-6", Double.toHexString(stream.nextGaussian()));
    assertEquals("-0x1.67926105e7687p0", Double.toHexString(stream.nextGaussian()));
    assertEquals(359_936, stream.nextIndex(1_000_000));
  }

  @Test
  void uniform() throws NoSuchAlgorithmException {
    stream.uniform(d, 0, N);
    assertEquals("b51d2f8220fac59520ce42daa051129d0ce397bf5fa0437ac7752c118acaa26d", digest());
  }

  @Test
  void gaussian() throws NoSuchAlgorithmException {
    stream.gaussian(d, 0, N);
    assertEquals("d6377e8f54ccc9760de521c591e5e7cb8f7e84c821d802c12f671b6d44418476", digest());
  }

  @Test
  void rademacher() throws NoSuchAlgorithmException {
    stream.rademacher(d, 0, N);
    assertEquals("2eec91884cf015bad083e2a552aca2fcaa0831924cbf2665f56dd671e69b091e", digest());
  }

  @Test
  void permutation() throws NoSuchAlgorithmException {
    int[] p = new int[N];
    stream.permutation(p);
    ByteBuffer bytes = ByteBuffer.allocate(N * Integer.BYTES);
    for (int index : p) {
      bytes.putInt(index);
    }
    assertEquals(
        "cbf6c2dd947f98096401b38c8b43e54ecd851411976f012ee03ef23156eb9fc1", digest(bytes.array()));
  }
}
