package rivulet.inspect;

/** The checks that the records of this room share. */
final class Require {
  private Require() {}

  static void text(String what, String part, String text) {
    present(what, part, text);
    if (text.isBlank()) {
      throw new IllegalArgumentException(what + ": " + part + " is empty; say what it is");
    }
  }

  static void present(String what, String part, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(what + ": " + part + " is missing");
    }
  }

  static void finite(String what, String part, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(what + ": " + part + " is " + value + ", no number");
    }
  }
}
