/**
 * What lossless picture formats need for the same images, in bits/dim: the reference that a model's
 * bits/dim stand beside. PNG is the JDK's; WebP and JPEG XL are the programs {@code cwebp} and
 * {@code cjxl} where they are on the {@code PATH}.
 *
 * <p>A file counts whole, with its headers. Small images are mostly header, so besides one file for
 * each image there is one mosaic of a hundred, in which a codec may also learn from one image for
 * the next; a model codes every image by itself and has learnt before. Sizes depend on the versions
 * of the codecs.
 *
 * <p>Start reading at {@link rivulet.check.codec.CodecBits}.
 */
package rivulet.check.codec;
