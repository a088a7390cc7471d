package rivulet.nativebindings;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Something beyond a JDK that a test needs. */
final class Requirement {
  private Requirement() {}

  /**
   * Skips the test with the reason if the thing is missing; fails it where the environment variable
   * RIVULET_REQUIRE says that nothing may be missing.
   */
  static void met(boolean present, String reason) {
    if (!present && System.getenv("RIVULET_REQUIRE") != null) {
      Assertions.fail("RIVULET_REQUIRE is set, and " + reason);
    }
    Assumptions.assumeTrue(present, reason);
  }
}
