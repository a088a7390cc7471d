package rivulet.points.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Columns are matched by name where both have names, else by their order. */
final class ColumnsContractTest {
  private static final Columns ABC = Columns.named(List.of("a", "b", "c"));

  private static String refused(Columns model, Columns data) {
    return assertThrows(IllegalArgumentException.class, () -> model.places(data, "new.csv"))
        .getMessage();
  }

  @Test
  void namesBringColumnsIntoTheModelsOrder() {
    Rows rows =
        new Rows("r", Columns.named(List.of("c", "a", "b")), new double[] {3, 1, 2, 6, 4, 5});
    Rows sorted = rows.in(ABC);
    assertEquals(ABC, sorted.columns());
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, sorted.values());
    assertArrayEquals(rows.values(), rows.in(Columns.numbered(3)).values());
    assertArrayEquals(new int[] {0, 1, 2}, ABC.places(Columns.numbered(3), ""));
  }

  @Test
  void whatDoesNotMatchIsListed() {
    assertEquals(
        "new.csv: lacks a, c and has d, e besides; the model's columns are a, b, c",
        refused(ABC, Columns.named(List.of("d", "b", "e"))));
    assertEquals(
        "new.csv: has d besides; the model's columns are a, b, c",
        refused(ABC, Columns.named(List.of("a", "b", "c", "d"))));
    assertEquals(
        "new.csv: lacks c; the model's columns are a, b, c",
        refused(ABC, Columns.named(List.of("a", "b"))));
    assertEquals(
        "new.csv: has 2 columns, the model has 3: a, b, c", refused(ABC, Columns.numbered(2)));
  }

  @Test
  void namesAreDifferentAndNotBlank() {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> Columns.named(List.of("a", " ")))
            .getMessage()
            .contains("column 2 has no name"));
    assertThrows(IllegalArgumentException.class, () -> Columns.named(List.of("a", "a")));
    assertThrows(IllegalArgumentException.class, () -> Columns.named(List.of()));
    assertThrows(IllegalArgumentException.class, () -> Columns.numbered(1025));
  }
}
