/**
 * Typed Java interfaces to C libraries through {@code java.lang.foreign}.
 *
 * <p>The only place of the project that touches {@code Linker} and {@code SymbolLookup}. It knows
 * nothing of tensors: callers hand over addresses, sizes and strides.
 *
 * <p>Invariants: a library that is not there is a value, never an exception ({@link
 * rivulet.nativebindings.NativeLibrary}); one class per C library holds its method handles; a
 * failed call throws with the call's name, the library's number and its text.
 *
 * <p>Start reading at {@link rivulet.nativebindings.NativeLibrary}.
 */
package rivulet.nativebindings;
