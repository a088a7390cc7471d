/**
 * Files of images: IDX, NPY, NPZ, CIFAR, PNG, JPEG. Each reader checks what it reads and says what
 * is wrong. A new format is a reader here, a {@link rivulet.data.format.FileKind} and a line in
 * {@link rivulet.data.ImageSets}; a format of single pictures is a file of its header, beside
 * PngFile, and a case of {@link rivulet.data.format.PictureDecoder}. Copy {@code NpyReader}, or,
 * for a set of several files, {@code NpzReader}; what the compiler does not name: the first bytes
 * in {@code FileKind.of} and, of pictures, the endings in {@code PictureFolder}.
 */
package rivulet.data.format;
