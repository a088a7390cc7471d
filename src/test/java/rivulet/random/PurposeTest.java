package rivulet.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PurposeTest {
  @Test
  void codesNeverChange() {
    Map<Purpose, Integer> codes = new EnumMap<>(Purpose.class);
    codes.put(Purpose.DEQUANTISATION, 1);
    codes.put(Purpose.PROBE, 2);
    codes.put(Purpose.LATENT, 3);
    codes.put(Purpose.INITIALISATION, 4);
    codes.put(Purpose.SHUFFLE, 5);
    codes.put(Purpose.TIME, 6);
    codes.put(Purpose.DATA, 7);
    codes.put(Purpose.MATCHING, 8);
    codes.put(Purpose.AUGMENTATION, 9);
    codes.put(Purpose.EVALUATION, 10);
    for (Map.Entry<Purpose, Integer> entry : codes.entrySet()) {
      assertEquals(entry.getValue(), entry.getKey().code(), entry.getKey().name());
    }
  }

  @Test
  void codesAreDistinctAndFitTheKey() {
    Set<Integer> seen = new HashSet<>();
    for (Purpose purpose : Purpose.values()) {
      assertTrue(purpose.code() >= 1 && purpose.code() <= Purpose.MAX_CODE, purpose.name());
      assertTrue(seen.add(purpose.code()), purpose.name());
    }
  }
}
