package rivulet.inspect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Names and their values: a configuration.
 *
 * @param entries in the order in which they are to be shown; copied
 */
public record Definitions(SequencedMap<String, String> entries) implements Block {
  /** Refuses an empty list and empty names. */
  public Definitions {
    entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("definitions: there are none");
    }
    entries.forEach((name, value) -> {
      Require.text("definitions", "a name", name);
      Require.present("definitions", "the value of '" + name + "'", value);
    });
  }
}
