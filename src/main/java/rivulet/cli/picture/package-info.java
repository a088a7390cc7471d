/**
 * Images that commands write: finer ones, pyramids, unrounded values, where the bits of each pixel
 * go.
 */
package rivulet.cli.picture;
