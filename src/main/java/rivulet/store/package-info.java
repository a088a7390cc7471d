/**
 * Files that outlive a run: tensors, model files, run directories.
 *
 * <p>Tensors are kept in the safetensors format (an unsigned little-endian 64-bit header length, a
 * JSON header, then the data of all tensors without gaps), so that weights travel to and from other
 * tools unchanged.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A reader ends in one of two ways: every statement of the header has been checked against
 *       the file, or {@link rivulet.store.StoreException} says in one line what is wrong.
 *   <li>A writer's bytes are a pure function of what was put in: sorted names, sorted metadata.
 *   <li>A file is written whole or not at all ({@link rivulet.store.AtomicFile}).
 *   <li>Mapped segments are native and read-only; they end with the {@link
 *       rivulet.store.SafetensorsFile} that gave them.
 * </ul>
 *
 * <p>Files that grow while a run goes on are the exception: lines ({@link
 * rivulet.store.AppendedFile}), and events for TensorBoard ({@link rivulet.store.event.EventFile}).
 *
 * <p>Start reading at {@link rivulet.store.SafetensorsFile} and {@link
 * rivulet.store.SafetensorsWriter}.
 */
package rivulet.store;
