package rivulet.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Streams whose keys differ in one field only have nothing to do with each other. */
final class NoiseStreamKeyTest {
  private static final int N = 20_000;

  /** Standard errors: about 1 in 16,000 on two sides, for some thousand comparisons below. */
  private static final double ERRORS = 4.9;

  private static List<NoiseStream> neighbours() {
    List<NoiseStream> streams = new ArrayList<>();
    streams.add(new NoiseStream().reset(0, Purpose.PROBE, 0, 0, 0, 0, 0));
    for (long seed : new long[] {1, 2, -1, 1L << 31, 1L << 32, 1L << 63}) {
      streams.add(new NoiseStream().reset(seed, Purpose.PROBE, 0, 0, 0, 0, 0));
    }
    for (Purpose purpose : Purpose.values()) {
      if (purpose != Purpose.PROBE) {
        streams.add(new NoiseStream().reset(0, purpose, 0, 0, 0, 0, 0));
      }
    }
    for (int n : new int[] {1, 2, 1 << 15}) {
      streams.add(new NoiseStream().reset(0, Purpose.PROBE, n, 0, 0, 0, 0));
      streams.add(new NoiseStream().reset(0, Purpose.PROBE, 0, n, 0, 0, 0));
      streams.add(new NoiseStream().reset(0, Purpose.PROBE, 0, 0, n, 0, 0));
      streams.add(new NoiseStream().reset(0, Purpose.PROBE, 0, 0, 0, n, 0));
      streams.add(new NoiseStream().reset(0, Purpose.PROBE, 0, 0, 0, 0, n));
    }
    streams.add(new NoiseStream().reset(0, Purpose.PROBE, 0, 1L << 32, 0, 0, 0));
    streams.add(new NoiseStream().reset(0, Purpose.PROBE, 0, 1L << 62, 0, 0, 0));
    streams.add(new NoiseStream().reset(0, Purpose.PROBE, 1 << 30, 0, 0, 0, 0));
    streams.add(new NoiseStream().reset(0, Purpose.PROBE, 0, 0, 0, 0, 1 << 30));
    return streams;
  }

  @Test
  void neighboursAreUncorrelated() {
    List<double[]> samples = new ArrayList<>();
    for (NoiseStream stream : neighbours()) {
      double[] d = new double[N];
      stream.gaussian(d, 0, N);
      samples.add(d);
    }
    for (int a = 0; a < samples.size(); a++) {
      for (int b = 0; b < a; b++) {
        double r = product(samples.get(a), samples.get(b)) / Math.sqrt(N);
        assertEquals(0, r, ERRORS, "streams " + a + " and " + b);
      }
    }
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < N; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** 53-bit values of 34 streams: a repeated one has a chance of about 3e-7. */
  @Test
  void neighboursShareNoValue() {
    Set<Double> seen = new HashSet<>();
    for (NoiseStream stream : neighbours()) {
      for (int i = 0; i < 2_000; i++) {
        assertTrue(seen.add(stream.nextUniform()));
      }
    }
  }

  @Test
  void aGridOfKeysHasDistinctStreams() {
    Set<Double> seen = new HashSet<>();
    NoiseStream stream = new NoiseStream();
    for (int image = 0; image < 64; image++) {
      for (int level = 0; level < 8; level++) {
        for (int block = 0; block < 8; block++) {
          for (int probe = 0; probe < 8; probe++) {
            stream.reset(3, Purpose.PROBE, 0, image, level, block, probe);
            assertTrue(seen.add(stream.nextUniform()));
          }
        }
      }
    }
  }

  @Test
  void theSequencesOfOneKeyAreUncorrelated() {
    NoiseStream stream = new NoiseStream().reset(4, Purpose.DATA, 0, 0, 0, 0, 0);
    double[] uniforms = new double[N];
    double[] gaussians = new double[N];
    double[] signs = new double[N];
    stream.uniform(uniforms, 0, N);
    stream.gaussian(gaussians, 0, N);
    stream.rademacher(signs, 0, N);
    for (int i = 0; i < N; i++) {
      uniforms[i] = (uniforms[i] - 0.5) * Math.sqrt(12);
    }
    assertEquals(0, product(uniforms, gaussians) / Math.sqrt(N), ERRORS);
    assertEquals(0, product(uniforms, signs) / Math.sqrt(N), ERRORS);
    assertEquals(0, product(gaussians, signs) / Math.sqrt(N), ERRORS);
  }
}
