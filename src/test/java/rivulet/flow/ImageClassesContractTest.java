package rivulet.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Labels by name and by number. */
final class ImageClassesContractTest {
  private static void refused(String reason, Runnable action) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    assertTrue(message.contains(reason), message);
  }

  @Test
  void aNameComesBeforeANumber() {
    ImageClasses digits = ImageClasses.named(List.of("1", "10", "2"));
    assertEquals(1, digits.label("10"));
    assertEquals(0, digits.label("1"));
    assertEquals(2, digits.label("2"));
    assertEquals(0, digits.label("0"));
    refused("classes 1, 10, 2 (0 to 2), found 3", () -> digits.label("3"));
    refused("found 'two'", () -> digits.label("two"));
    refused("classes 0 to 2, found '1.5'", () -> ImageClasses.numbered(3).label("1.5"));
    refused("trained without classes", () -> ImageClasses.NONE.label("0"));
    refused("'cat' given, the model was trained without", () -> ImageClasses.NONE.label("cat"));
  }

  @Test
  void namesFitTheirNumber() {
    refused("2 classes need as many", () -> new ImageClasses(2, List.of("a")));
    refused("2 classes need as many", () -> new ImageClasses(2, List.of("a", "a")));
    refused("must be 0 to 256, found 257", () -> ImageClasses.numbered(257));
  }

  @Test
  void manyNamesAreCutShort() {
    List<String> names = IntStream.range(0, 30).mapToObj(i -> "c" + i).toList();
    String listed = ImageClasses.named(names).listed();
    assertTrue(listed.startsWith("c0, c1, "), listed);
    assertTrue(listed.endsWith(", c19, ... (30 in all) (0 to 29)"), listed);
  }
}
