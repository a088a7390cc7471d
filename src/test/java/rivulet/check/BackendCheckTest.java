package rivulet.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;
import rivulet.tensor.backend.Backends;
import rivulet.tensor.kernel.Transfers;

/** What is measured on the test device, and what follows from measurements. */
final class BackendCheckTest {
  /** A 3×3 convolution from and to that many channels: 9 of them operations per float. */
  private static BackendCheck.Row row(int channels, int pixels, double cpu, double milliseconds) {
    return row(channels, pixels, cpu, milliseconds, 0);
  }

  private static BackendCheck.Row row(
      int channels, int pixels, double cpu, double milliseconds, double error) {
    Shape image = new Shape(channels, pixels, 1);
    KernelShape kernel = new KernelShape(channels, channels, 3);
    return new BackendCheck.Row(image, kernel, error, cpu, milliseconds, Transfers.NONE);
  }

  @Test
  void breakEvenIsWhereAllLargerOnesPay() {
    List<BackendCheck.Row> rows =
        List.of(row(2, 1, 2, 1), row(2, 2, 1, 2), row(2, 3, 2, 1), row(2, 4, 9, 1));
    assertEquals(Optional.of(new BackendCheck.Size(216, 18)), BackendCheck.breakEven(rows));
    assertEquals(
        Optional.of(new BackendCheck.Size(72, 18)), BackendCheck.breakEven(rows.subList(0, 1)));
    assertEquals(Optional.empty(), BackendCheck.breakEven(rows.subList(0, 2)));
  }

  @Test
  void thinConvolutionsThatNeverPayDoNotKeepTheOthers() {
    List<BackendCheck.Row> rows =
        List.of(
            row(1, 1, 1, 2), row(1, 1000, 1, 2), row(2, 1, 1, 2), row(2, 3, 2, 1), row(3, 3, 2, 1));
    assertEquals(Optional.of(new BackendCheck.Size(216, 18)), BackendCheck.breakEven(rows));
  }

  @Test
  void notANumberDoesNotAgree() {
    assertTrue(row(1, 1, 1, 1, 32).agrees());
    assertFalse(row(1, 1, 1, 1, 33).agrees());
    assertFalse(row(1, 1, 1, 1, Double.NaN).agrees());
  }

  @Test
  void measuresEverySize() {
    try (Backends cuda = new Backends("cuda")) {
      List<BackendCheck.Row> told = new ArrayList<>();
      List<BackendCheck.Row> rows =
          BackendCheck.run(
              cuda.backend(), new BackendCheck.Setting(List.of(3), 2, 1, 0.01), told::add);
      assertEquals(rows, told);
      assertEquals(5, rows.size());
      for (BackendCheck.Row row : rows) {
        assertTrue(row.agrees(), row.toString());
        assertTrue(row.error() > 0 && row.milliseconds() > 0 && row.cpuMilliseconds() > 0);
        assertEquals(9, row.moved().products());
        assertTrue(row.moved().bytesUp() > 0 && row.moved().bytesDown() > 0);
        assertEquals(0, row.moved().constants(), "weights crossed before");
      }
    }
  }
}
