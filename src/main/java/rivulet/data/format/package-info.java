/**
 * Files of images: IDX, NPY, PNG, JPEG. Each reader checks what it reads and says what is wrong; a
 * new format is a file here, a {@link rivulet.data.format.FileKind} and a line in {@link
 * rivulet.data.ImageSets}.
 */
package rivulet.data.format;
