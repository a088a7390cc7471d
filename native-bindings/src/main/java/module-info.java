/**
 * Typed Java interfaces to C libraries through the foreign function API; knows nothing of tensors.
 *
 * <p>Its one package is exported to {@code rivulet} alone: what it offers is shaped by what the
 * kernels there hand to a GPU or to OpenBLAS, and is no binding for others to build on. A program
 * on the module path that uses them starts with {@code
 * --enable-native-access=rivulet.nativebindings}.
 */
@SuppressWarnings("module") // the module named is built after this one
module rivulet.nativebindings {
  exports rivulet.nativebindings to
      rivulet;
}
