package rivulet.store.exchange;

import java.util.Collections;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a file of weights holds.
 *
 * @param tensors by name in the published code's state_dict, and under our own names what it does
 *     not know
 * @param description the metadata of the model file that they are from; empty if they are the
 *     published code's
 * @param scale the level that the published code trained in its run, where the file says it
 */
record Weights(
    SortedMap<String, WeightTensor> tensors,
    SortedMap<String, String> description,
    OptionalInt scale) {

  Weights {
    tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
    description = Collections.unmodifiableSortedMap(new TreeMap<>(description));
  }

  /** The same with other tensors. */
  Weights with(SortedMap<String, WeightTensor> others) {
    return new Weights(others, description, scale);
  }
}
