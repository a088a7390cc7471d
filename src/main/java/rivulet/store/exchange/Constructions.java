package rivulet.store.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rivulet.store.StoreException;

/** What the pickle of a checkpoint may build, and what comes of it here. */
final class Constructions {
  /** Stands for None, and for values that a checkpoint holds beside its weights. */
  static final Object NOTHING =
      new Object() {
        @Override
        public String toString() {
          return "nothing";
        }
      };

  /** Plain data of training runs, which is not needed: settings, scalars of NumPy, sizes. */
  private static final Set<String> BESIDE =
      Set.of(
          "argparse.Namespace",
          "_codecs.encode",
          "numpy.dtype",
          "numpy.core.multiarray.scalar",
          "numpy._core.multiarray.scalar",
          "torch.Size",
          "torch.device");

  private static final Set<Global> TENSORS =
      Set.of(Global.ORDERED_DICT, Global.REBUILD_TENSOR, Global.REBUILD_PARAMETER);

  private Constructions() {}

  static Map<Object, Object> newMap() {
    return new LinkedHashMap<>();
  }

  private static boolean isStorage(Global global) {
    return global.module().equals("torch") && global.name().endsWith("Storage");
  }

  /**
   * The name, if it is one of those that checkpoints need.
   *
   * @throws StoreException if not
   */
  static Global allowed(Global global) {
    if (TENSORS.contains(global) || isStorage(global) || BESIDE.contains(global.toString())) {
      return global;
    }
    throw new StoreException(
        "the pickle names "
            + global
            + ", which is no part of weights, and is not read: save the state_dict alone, by"
            + " torch.save({'state_dict': model.state_dict()}, FILE)");
  }

  /** What a class or function gives for its arguments. */
  static Object construct(Object what, Object arguments) {
    if (!(what instanceof Global global) || !(arguments instanceof List<?> list)) {
      throw new StoreException("the pickle calls what is no name: the file is damaged");
    }
    if (global.equals(Global.ORDERED_DICT)) {
      return orderedDict(list);
    }
    if (global.equals(Global.REBUILD_TENSOR)) {
      return tensor(list);
    }
    if (global.equals(Global.REBUILD_PARAMETER) && !list.isEmpty()) {
      return list.getFirst();
    }
    return NOTHING;
  }

  /** Early versions of Python give its entries as an argument. */
  private static Map<Object, Object> orderedDict(List<?> arguments) {
    if (!arguments.isEmpty()) {
      throw new StoreException(
          "the pickle makes an OrderedDict of a list, as Python 2 does: save the weights again by"
              + " Python 3");
    }
    return newMap();
  }

  private static StoredTensor tensor(List<?> arguments) {
    if (arguments.size() >= 4
        && arguments.get(0) instanceof StoredTensor.Storage storage
        && arguments.get(1) instanceof Long offset
        && arguments.get(2) instanceof List<?> sizes
        && arguments.get(3) instanceof List<?> strides
        && sizes.size() == strides.size()) {
      return new StoredTensor(storage, offset, numbers(sizes), numbers(strides));
    }
    throw new StoreException(
        "the pickle describes a tensor in an unknown way, by " + arguments.size() + " arguments");
  }

  private static List<Long> numbers(List<?> values) {
    List<Long> numbers = new ArrayList<>();
    for (Object value : values) {
      if (!(value instanceof Long number) || number < 0) {
        throw new StoreException("the pickle has a tensor whose sides are no whole numbers");
      }
      numbers.add(number);
    }
    return List.copyOf(numbers);
  }

  /** The row of numbers that a pickle refers to: ('storage', class, key, device, elements). */
  static StoredTensor.Storage storage(Object reference) {
    if (reference instanceof List<?> parts
        && parts.size() >= 5
        && "storage".equals(parts.get(0))
        && parts.get(1) instanceof Global kind
        && isStorage(kind)
        && parts.get(2) instanceof String key
        && parts.get(4) instanceof Long elements
        && elements >= 0) {
      return new StoredTensor.Storage(kind.name(), key, elements);
    }
    throw new StoreException("the pickle refers to numbers in an unknown way");
  }
}
