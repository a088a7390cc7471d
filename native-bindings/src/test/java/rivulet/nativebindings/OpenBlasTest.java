package rivulet.nativebindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenBLAS where the system has it, and the reason where it does not. */
final class OpenBlasTest {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  @TempDir Path empty;

  @Test
  void missingLibraryIsAReason() {
    Availability<OpenBlas> nothing = OpenBlas.find(Optional.of(empty));
    String reason = assertInstanceOf(Availability.Unavailable.class, nothing).reason();
    assertTrue(reason.contains("no libopenblas.so.0 in " + empty), reason);
    assertTrue(reason.contains("apt install libopenblas0"), reason);
  }

  @Test
  void batchOfTransposedShiftedViews() {
    Availability<OpenBlas> found = OpenBlas.find(LibraryFolder.OPENBLAS.folder());
    Requirement.met(
        found instanceof Availability.Available,
        "no OpenBLAS: apt install libopenblas0, or RIVULET_OPENBLAS=folder");
    OpenBlas blas = found.orThrow();
    assertFalse(blas.version().isBlank());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(FLOAT, 1000);
      for (int i = 0; i < 1000; i++) {
        memory.setAtIndex(FLOAT, i, i % 11 - 5);
      }
      long at = memory.address();
      blas.multiply(
          new StridedGemm()
              .extent(4, 5, 8)
              .batch(3, 4, 0, 30)
              .left(at, 4, true)
              .right(at + 4 * 300, 5)
              .result(at + 4 * 400, 6, true));
      for (int n = 0; n < 3; n++) {
        for (int row = 0; row < 4; row++) {
          for (int column = 0; column < 6; column++) {
            int place = 400 + 30 * n + 6 * row + column;
            double sum = place % 11 - 5;
            for (int k = 0; k < 8 && column < 5; k++) {
              sum += ((4 * (k + n) + row) % 11 - 5) * ((300 + 5 * k + column) % 11 - 5);
            }
            assertEquals(sum, memory.getAtIndex(FLOAT, place));
          }
        }
      }
    }
  }
}
