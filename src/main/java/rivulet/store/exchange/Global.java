package rivulet.store.exchange;

/**
 * A class or function that a pickle names. It is never looked up: its name is all that is used.
 *
 * @param module of Python
 * @param name in it
 */
record Global(String module, String name) {
  static final Global ORDERED_DICT = new Global("collections", "OrderedDict");
  static final Global REBUILD_TENSOR = new Global("torch._utils", "_rebuild_tensor_v2");
  static final Global REBUILD_PARAMETER = new Global("torch._utils", "_rebuild_parameter");
  static final Global FLOAT_STORAGE = new Global("torch", "FloatStorage");

  @Override
  public String toString() {
    return module + "." + name;
  }
}
