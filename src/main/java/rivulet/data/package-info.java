/**
 * Image sets: reading, writing, splitting and naming them by their content.
 *
 * <p>Everything behind this door is 8 bits per sample and planar: an image of C channels is C
 * planes of H rows of W bytes, X in {0, ..., 255}. Dequantisation turns X into x = (X + u) / 256
 * (docs/mathematics.md, section 2), where u is uniform or has another known density q(u|X), {@link
 * rivulet.noise.Dequantisation}; the noise is keyed by {@link rivulet.data.ImageSet#originalIndex},
 * so an image meets the same noise whether it is reached through the whole set, a slice or a split.
 * Variational noise is a conditional flow, {@link rivulet.noise.CouplingFlow}; it is trained in the
 * room {@code train}, by the gradient that is found here.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A set is read once, wholly, into memory and never changes; every method is thread-safe.
 *   <li>Sizes in a file's header are compared with what the file holds before pixels are allocated.
 *   <li>Files are recognised by their first bytes, never by their names; sets of several files, as
 *       MNIST, CIFAR and ImageNet32, by the names that these have in their folder.
 *   <li>A file that cannot be used ends in {@link rivulet.data.DataException}: one line that says
 *       which file, what was found and what to do.
 *   <li>Order is a pure function of names and seeds: folders are sorted by relative path, splits by
 *       a hash of (seed, index).
 * </ul>
 *
 * <p>Labels lie beside IDX and NPY files or are the subfolders of pictures; {@link
 * rivulet.data.ImageLabels} reads them for those who need them and says what is missing.
 *
 * <p>Memory: a set of N images takes N·C·H·W bytes of heap, and while it is read three images more
 * or, for small ones, a block of 4 MiB. What would exceed three quarters of the largest heap is
 * refused before it is read.
 *
 * <p>Start reading at {@link rivulet.data.ImageSets#open} and {@link rivulet.data.ImageSet}. This
 * room encodes pictures ({@link rivulet.data.format.PngWriter}, {@link rivulet.data.ImageGrid}) to
 * streams; putting them on disk atomically is the work of {@code rivulet.store.AtomicFile}.
 */
package rivulet.data;
