package rivulet.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Names go to values, and what is no name is told with all that are. */
final class NamedContractTest {
  private enum Colour {
    RED,
    GREEN;

    private String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Test
  void namesGoBothWays() {
    for (Colour colour : Colour.values()) {
      assertEquals(colour, Named.of("colour", colour.label(), Colour.values(), Colour::label));
      assertEquals(Optional.of(colour), Named.find(colour.label(), Colour.values(), Colour::label));
    }
    assertEquals(Optional.empty(), Named.find("RED", Colour.values(), Colour::label));
  }

  @Test
  void whatIsUnknownIsToldWithAllThatIsKnown() {
    assertEquals(
        "colour: 'blue' is unknown; choose one of red, green",
        assertThrows(
                IllegalArgumentException.class,
                () -> Named.of("colour", "blue", Colour.values(), Colour::label))
            .getMessage());
    assertEquals(
        "colour: '' is unknown; choose one of red, green, or a mixture",
        assertThrows(
                IllegalArgumentException.class,
                () -> Named.of("colour", "", Colour.values(), Colour::label, ", or a mixture"))
            .getMessage());
  }
}
