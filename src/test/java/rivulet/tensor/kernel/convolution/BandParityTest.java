package rivulet.tensor.kernel.convolution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.parallel.WorkerPool;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Tuning;

/**
 * Bands together are the whole, bit for bit: every algorithm, odd sizes, one band after the other
 * from the last to the first and all at once.
 */
final class BandParityTest {
  private static final int[] EXTENTS = {1, 2, 3, 4, 5, 7, 9, 14, 17};
  private static final int MOST = 4;

  private final Set<String> algorithms = new TreeSet<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 9, 14, 17})
  void bandsMakeUpTheWhole(int height) {
    try (WorkerPool crew = new WorkerPool(MOST)) {
      for (int width : EXTENTS) {
        Shape image = new Shape(1, height, width);
        for (boolean winograd : new boolean[] {false, true}) {
          verify(crew, image, new KernelShape(33, 17, 3), chosen(3, winograd), 2);
          verify(crew, image, new KernelShape(16, 9, 3), chosen(3, winograd), 3);
        }
        verify(crew, image, new KernelShape(5, 18, 3), chosen(3, true), 2);
        verify(crew, image, new KernelShape(9, 3, 1), chosen(1, true), 3);
        verify(crew, image, new KernelShape(20, 3, 1), chosen(1, true), 2);
        verify(crew, image, new KernelShape(32, 16, 3), WinogradFourConvolution::new, 2);
      }
    }
    boolean tiled = height > 1;
    assertEquals(
        tiled
            ? Set.of("direct", "narrow", "winograd-2x2", "winograd-4x4")
            : Set.of("direct", "narrow", "winograd-4x4"),
        algorithms);
  }

  private static ConvolutionRun.Algorithm chosen(int size, boolean winograd) {
    return (input, outputs) ->
        Convolution.of(
            input, outputs, size, new Tuning(winograd ? WinogradTile.TWO : WinogradTile.NONE));
  }

  private void verify(
      WorkerPool crew,
      Shape image,
      KernelShape kernel,
      ConvolutionRun.Algorithm algorithm,
      int count) {
    for (boolean adjoint : new boolean[] {false, true}) {
      try (Arena arena = Arena.ofShared()) {
        ConvolutionRun whole = new ConvolutionRun(arena, image, kernel, adjoint, algorithm, count);
        algorithms.add(whole.convolution.algorithm());
        whole.run();
        for (int bands = 1; bands <= MOST; bands++) {
          ConvolutionRun run = new ConvolutionRun(arena, image, kernel, adjoint, algorithm, count);
          for (int band = bands - 1; band >= 0; band--) {
            run.band(arena, band, bands);
          }
          assertSame(whole, run, run + " in " + bands);
          ConvolutionRun shared =
              new ConvolutionRun(arena, image, kernel, adjoint, algorithm, count);
          int all = bands;
          crew.run(all, (worker, band) -> shared.band(arena, band, all));
          assertSame(whole, shared, run + " in " + bands + " at once");
        }
      }
    }
  }

  private static void assertSame(ConvolutionRun whole, ConvolutionRun run, String what) {
    run.to.assertOnlyPixelsWritten(what);
    for (int n = 0; n < whole.to.count; n++) {
      assertArrayEquals(whole.to.planar(n), run.to.planar(n), what);
    }
  }

  @Test
  void everyRowBelongsToOneBand() {
    Band band = new Band();
    assertEquals(5, band.size(5));
    for (int rows = 1; rows <= 20; rows++) {
      for (int count = 1; count <= 25; count++) {
        int next = 0;
        for (int number = 0; number < count; number++) {
          band.take(number, count);
          assertEquals(next, band.first(rows));
          next = band.end(rows);
        }
        assertEquals(rows, next);
      }
    }
  }

  @Test
  void refusesABandThatIsNotThere() {
    Band band = new Band();
    for (int number : new int[] {-1, 3}) {
      assertEquals(
          "band: number must lie in 0..2, found " + number,
          assertThrows(IllegalArgumentException.class, () -> band.take(number, 3)).getMessage());
    }
  }
}
