package rivulet.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/**
 * What the JSON header says, checked against the size of the data.
 *
 * @param tensors in the order of their data
 * @param metadata sorted by key, unmodifiable
 */
record SafetensorsHeader(List<Tensor> tensors, SortedMap<String, String> metadata) {
  /** One statement of the header: type, shape and the bytes from {@code begin} to {@code end}. */
  record Tensor(String name, ElementType type, TensorShape shape, long begin, long end) {}

  /** Tensors must cover the data from its first byte to its last without gaps or overlap. */
  static SafetensorsHeader checked(
      String file, List<Tensor> found, SortedMap<String, String> metadata, long dataBytes) {
    List<Tensor> tensors = new ArrayList<>(found);
    // Empty tensors sit between their neighbours: the end breaks the tie, then the name.
    tensors.sort(
        Comparator.comparingLong(Tensor::begin)
            .thenComparingLong(Tensor::end)
            .thenComparing(Tensor::name));
    long at = 0;
    for (Tensor tensor : tensors) {
      checkSize(file, tensor);
      if (tensor.begin() != at) {
        throw new StoreException(
            tensorIn(file, tensor)
                + " begins at byte "
                + tensor.begin()
                + ", the one before ends at "
                + at
                + (tensor.begin() < at ? ": they overlap" : ": there is a gap")
                + ", write the file again");
      }
      at = tensor.end();
    }
    checkEnd(file, at, dataBytes);
    return new SafetensorsHeader(List.copyOf(tensors), metadata);
  }

  private static void checkSize(String file, Tensor tensor) {
    long needed =
        tensor
            .shape()
            .bytes(tensor.type())
            .orElseThrow(() ->
                new StoreException(
                    tensorIn(file, tensor)
                        + " has a shape of more than 2^63 bytes: the header is damaged"));
    // Both offsets are non-negative by their syntax, so the difference cannot overflow.
    if (tensor.end() - tensor.begin() != needed) {
      throw new StoreException(
          tensorIn(file, tensor)
              + " needs "
              + needed
              + " bytes by type and shape, its offsets give "
              + (tensor.end() - tensor.begin())
              + ": the header is damaged, fetch the file again");
    }
  }

  private static void checkEnd(String file, long at, long dataBytes) {
    if (at > dataBytes) {
      throw new StoreException(
          file
              + ": header says "
              + at
              + " bytes of tensors, file holds "
              + dataBytes
              + ": the download is incomplete, fetch it again");
    }
    if (at < dataBytes) {
      throw new StoreException(
          file
              + ": header says "
              + at
              + " bytes of tensors, file holds "
              + dataBytes
              + ": something was appended, fetch it again");
    }
  }

  private static String tensorIn(String file, Tensor tensor) {
    return file + ": tensor '" + tensor.name() + "'";
  }
}
