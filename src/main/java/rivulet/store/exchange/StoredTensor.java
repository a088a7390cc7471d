package rivulet.store.exchange;

import java.util.List;

/**
 * A tensor as a pickle describes it: where its numbers lie.
 *
 * @param storage that holds them
 * @param offset of the first, in elements
 * @param sizes dimensions, outermost first
 * @param strides elements from one to the next along each dimension
 */
record StoredTensor(Storage storage, long offset, List<Long> sizes, List<Long> strides) {
  /**
   * A row of numbers of the archive.
   *
   * @param kind name of PyTorch's class: {@code FloatStorage}
   * @param key its name below {@code data/}
   * @param elements how many it holds
   */
  record Storage(String kind, String key, long elements) {}
}
