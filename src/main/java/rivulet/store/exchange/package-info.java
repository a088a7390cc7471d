/**
 * Weights to and from the published code of the paper (V. Voleti, {@code voletiv/mrcnf}).
 *
 * <p>Its checkpoints are files of {@code torch.save}: a ZIP archive with a pickle, which says what
 * there is, and the plain numbers of every tensor. {@link rivulet.store.exchange.TorchWriter}
 * writes such files, {@link rivulet.store.exchange.TorchArchive} reads them; safetensors with the
 * same names will do too. Names, shapes and order of axes are the same in our model files, so that
 * most weights go as they are.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A pickle is data: {@link rivulet.store.exchange.Unpickler} builds numbers, texts,
 *       collections and descriptions of tensors; it looks nothing up and runs nothing.
 *   <li>A file that was written here gives the model file again, byte for byte: what the published
 *       code does not know travels under our own names.
 *   <li>The same model gives the same bytes.
 * </ul>
 *
 * <p>What the published code has and we do not is worked into the weights exactly, where that can
 * be done ({@link rivulet.store.exchange.PublishedBlock}), and refused in one line where not.
 *
 * <p>Start reading at {@link rivulet.store.exchange.Export} and {@link
 * rivulet.store.exchange.Import}.
 */
package rivulet.store.exchange;
