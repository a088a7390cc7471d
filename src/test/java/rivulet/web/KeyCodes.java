package rivulet.web;

/** The numbers that browsers give to keys. */
final class KeyCodes {
  private KeyCodes() {}

  /** The code of a key by its name, as {@code ArrowLeft}. */
  static int of(String name) {
    return switch (name) {
      case "ArrowLeft" -> 37;
      case "ArrowUp" -> 38;
      case "ArrowRight" -> 39;
      case "ArrowDown" -> 40;
      case "Home" -> 36;
      case "End" -> 35;
      case "PageUp" -> 33;
      case "PageDown" -> 34;
      case "Escape" -> 27;
      case "Tab" -> 9;
      case "Enter" -> 13;
      case " " -> 32;
      default -> throw new IllegalArgumentException("key: '" + name + "' is unknown here");
    };
  }
}
