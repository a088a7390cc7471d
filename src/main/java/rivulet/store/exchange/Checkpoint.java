package rivulet.store.exchange;

import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import rivulet.store.StoreException;

/**
 * The published code's checkpoint: a dict with the {@code state_dict}, beside it the level that was
 * trained ({@code scale}), the optimiser's state and what else its run goes on from. Files written
 * here have the first, and the description of the model under {@value #DESCRIPTION}. A state_dict
 * alone will do too.
 */
final class Checkpoint {
  static final String STATE = "state_dict";
  static final String DESCRIPTION = "rivulet";

  private static final String SCALE = "scale";

  /** What {@code DataParallel} puts before every name. */
  private static final String PARALLEL = "module.";

  private Checkpoint() {}

  /**
   * Reads the weights of an archive; what else is in it is left where it is.
   *
   * @throws StoreException if there are none
   */
  static Weights read(TorchArchive archive) throws IOException {
    if (!(archive.value() instanceof Map<?, ?> root)) {
      throw new StoreException("holds no dict, where a checkpoint or a state_dict is needed");
    }
    Map<?, ?> state = root.get(STATE) instanceof Map<?, ?> inner ? inner : root;
    SortedMap<String, WeightTensor> tensors = new TreeMap<>();
    for (Map.Entry<?, ?> entry : state.entrySet()) {
      if (entry.getKey() instanceof String name
          && entry.getValue() instanceof StoredTensor tensor) {
        tensors.put(named(name), archive.read(name, tensor));
      }
    }
    if (tensors.keySet().stream().noneMatch(name -> name.startsWith(WeightName.LEVELS))) {
      throw new StoreException(
          "holds no tensor '" + WeightName.LEVELS + "…' of a model; its dict has " + keys(state));
    }
    return new Weights(tensors, description(root), scale(root));
  }

  private static String named(String name) {
    return name.startsWith(PARALLEL) ? name.substring(PARALLEL.length()) : name;
  }

  private static String keys(Map<?, ?> state) {
    return state.isEmpty()
        ? "no entries"
        : state.keySet().stream().limit(8).map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static SortedMap<String, String> description(Map<?, ?> root) {
    SortedMap<String, String> description = new TreeMap<>();
    if (root.get(DESCRIPTION) instanceof Map<?, ?> texts) {
      texts.forEach((key, value) -> {
        if (key instanceof String name && value instanceof String text) {
          description.put(name, text);
        }
      });
    }
    return description;
  }

  private static OptionalInt scale(Map<?, ?> root) {
    return root.get(SCALE) instanceof Long level && level >= 0 && level <= Integer.MAX_VALUE
        ? OptionalInt.of(level.intValue())
        : OptionalInt.empty();
  }
}
