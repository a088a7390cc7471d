package rivulet.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Element i depends on the key and i, not on how the values were asked for. */
final class NoiseStreamPrefixTest {
  private static final int N = 1_000;

  /** One of the bulk methods. */
  private interface Fill {
    void apply(NoiseStream stream, double[] d, int off, int n);
  }

  private static NoiseStream stream() {
    return new NoiseStream().reset(1, Purpose.PROBE, 2, 3, 4, 5, 6);
  }

  private static double[] whole(Fill fill) {
    double[] d = new double[N];
    fill.apply(stream(), d, 0, N);
    return d;
  }

  private static void assertPrefixes(Fill fill) {
    double[] whole = whole(fill);
    for (int m : new int[] {0, 1, 2, 3, 4, 5, 31, 127, 128, 129, 999}) {
      double[] part = new double[m];
      fill.apply(stream(), part, 0, m);
      assertArrayEquals(Arrays.copyOf(whole, m), part);
    }
  }

  private static void assertPieces(Fill fill) {
    double[] whole = whole(fill);
    SplittableRandom sizes = new SplittableRandom(8);
    for (int trial = 0; trial < 50; trial++) {
      double[] d = new double[N];
      NoiseStream stream = stream();
      int at = 0;
      while (at < N) {
        int n = Math.min(sizes.nextInt(9), N - at);
        fill.apply(stream, d, at, n);
        at += n;
      }
      assertArrayEquals(whole, d);
    }
  }

  @Test
  void uniform() {
    assertPrefixes(NoiseStream::uniform);
    assertPieces(NoiseStream::uniform);
  }

  @Test
  void gaussian() {
    assertPrefixes(NoiseStream::gaussian);
    assertPieces(NoiseStream::gaussian);
  }

  @Test
  void rademacher() {
    assertPrefixes(NoiseStream::rademacher);
    assertPieces(NoiseStream::rademacher);
  }

  @Test
  void singleCallsContinueTheSameSequence() {
    double[] uniforms = whole(NoiseStream::uniform);
    double[] gaussians = whole(NoiseStream::gaussian);
    NoiseStream stream = stream();
    for (int i = 0; i < N; i++) {
      assertEquals(uniforms[i], stream.nextUniform());
      assertEquals(gaussians[i], stream.nextGaussian());
    }
  }

  @Test
  void sequencesDoNotDisturbEachOther() {
    double[] signs = whole(NoiseStream::rademacher);
    NoiseStream stream = stream();
    double[] d = new double[N];
    for (int i = 0; i < N; i++) {
      stream.rademacher(d, i, 1);
      double unused = stream.nextUniform() + stream.nextGaussian() + stream.nextIndex(7);
      assertEquals(signs[i], d[i], () -> "after " + unused);
    }
  }

  @Test
  void writesOnlyItsRange() {
    double[] d = new double[10];
    Arrays.fill(d, 9);
    stream().gaussian(d, 3, 4);
    for (int i : new int[] {0, 1, 2, 7, 8, 9}) {
      assertEquals(9, d[i]);
    }
    assertArrayEquals(Arrays.copyOf(whole(NoiseStream::gaussian), 4), Arrays.copyOfRange(d, 3, 7));
  }

  @Test
  void resetGoesBackToTheStart() {
    NoiseStream stream = new NoiseStream().reset(99, Purpose.DATA, 0, 0, 0, 0, 0);
    double[] d = new double[N];
    stream.gaussian(d, 0, 33);
    stream.uniform(d, 0, 33);
    stream.reset(1, Purpose.PROBE, 2, 3, 4, 5, 6).gaussian(d, 0, N);
    assertArrayEquals(whole(NoiseStream::gaussian), d);
    stream.reset(1, Purpose.PROBE, 2, 3, 4, 5, 6).uniform(d, 0, N);
    assertArrayEquals(whole(NoiseStream::uniform), d);
  }
}
