package rivulet.store.exchange;

import rivulet.store.StoreException;

/** How a tensor lies in its storage. */
record TensorLayout(StoredTensor tensor) {

  /** An element of the storage. */
  interface Elements {
    float at(int index);
  }

  /**
   * The tensor in C order.
   *
   * @throws StoreException if it reaches beyond its storage
   */
  WeightTensor gather(Elements storage) {
    long[] shape = tensor.sizes().stream().mapToLong(Long::longValue).toArray();
    float[] values = new float[count()];
    int[] at = new int[shape.length];
    for (int i = 0; i < values.length; i++) {
      long index = tensor.offset();
      for (int axis = 0; axis < at.length; axis++) {
        index += at[axis] * tensor.strides().get(axis);
      }
      values[i] = storage.at((int) index);
      for (int axis = at.length - 1; axis >= 0 && ++at[axis] == shape[axis]; axis--) {
        at[axis] = 0;
      }
    }
    return new WeightTensor(shape, values);
  }

  /** Number of elements, after a look at the last one. */
  private int count() {
    try {
      long room = tensor.storage().elements();
      long count = 1;
      long last = tensor.offset();
      for (int axis = 0; axis < tensor.sizes().size(); axis++) {
        long size = tensor.sizes().get(axis);
        count = Math.multiplyExact(count, size);
        last = Math.addExact(last, Math.multiplyExact(size - 1, tensor.strides().get(axis)));
      }
      if (tensor.offset() >= 0 && (count == 0 || last < room) && count <= room) {
        return Math.toIntExact(count);
      }
    } catch (ArithmeticException e) {
      throw beyond();
    }
    throw beyond();
  }

  private StoreException beyond() {
    return new StoreException(
        "a tensor %s from element %d in steps %s reaches beyond the %d numbers of '%s'"
            .formatted(
                tensor.sizes(),
                tensor.offset(),
                tensor.strides(),
                tensor.storage().elements(),
                tensor.storage().key()));
  }
}
