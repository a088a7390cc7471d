package rivulet.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;
import rivulet.tensor.Transfers;
import rivulet.tensor.backend.Backends;

/** What is measured on the test device, and what follows from measurements. */
final class BackendCheckTest {
  /** A 3×3 convolution of one channel of n×1 pixels: 18·n operations. */
  private static BackendCheck.Row row(int n, double cpu, double milliseconds, double error) {
    Shape image = new Shape(1, n, 1);
    KernelShape kernel = new KernelShape(1, 1, 3);
    return new BackendCheck.Row(image, kernel, error, cpu, milliseconds, Transfers.NONE);
  }

  @Test
  void breakEvenIsWhereAllLargerOnesPay() {
    List<BackendCheck.Row> rows =
        List.of(row(1, 2, 1, 0), row(2, 1, 2, 0), row(3, 2, 1, 0), row(4, 9, 1, 0));
    assertEquals(OptionalLong.of(54), BackendCheck.breakEven(rows));
    assertEquals(OptionalLong.of(18), BackendCheck.breakEven(rows.subList(0, 1)));
    assertEquals(OptionalLong.empty(), BackendCheck.breakEven(rows.subList(0, 2)));
  }

  @Test
  void notANumberDoesNotAgree() {
    assertTrue(row(1, 1, 1, 32).agrees());
    assertFalse(row(1, 1, 1, 33).agrees());
    assertFalse(row(1, 1, 1, Double.NaN).agrees());
  }

  @Test
  void measuresEverySize() {
    try (Backends cuda = new Backends("cuda")) {
      List<BackendCheck.Row> told = new ArrayList<>();
      List<BackendCheck.Row> rows =
          BackendCheck.run(
              cuda.backend(), new BackendCheck.Setting(List.of(3), 2, 1, 0.01), told::add);
      assertEquals(rows, told);
      assertEquals(3, rows.size());
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
