package rivulet.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What a run came to: SHA-256 in 64 hex digits, or nothing where it has no such thing.
 *
 * @param initialModel of the file of the model before any update
 * @param trainedModel of the file of the model after them
 * @param outputs of the numbers and pixels that were made of it; see {@link RunOutputs}
 */
public record RunDigests(String initialModel, String trainedModel, String outputs) {
  /** Of a run that came to nothing. */
  public static final RunDigests NONE = new RunDigests("", "", "");

  /** All three by name, in the order in which they come about. */
  public SequencedMap<String, String> byName() {
    SequencedMap<String, String> map = new LinkedHashMap<>();
    map.put("initial model", initialModel);
    map.put("trained model", trainedModel);
    map.put("outputs", outputs);
    return map;
  }

  /** Names of those that are not the same here and there, in the same order. */
  public List<String> differences(RunDigests other) {
    SequencedMap<String, String> there = other.byName();
    return byName().entrySet().stream()
        .filter(entry -> !entry.getValue().equals(there.get(entry.getKey())))
        .map(entry -> entry.getKey())
        .toList();
  }
}
