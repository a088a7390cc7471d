/**
 * Data sets from elsewhere: a file by its address ({@link rivulet.fetch.Download}). Nothing is kept
 * whose SHA-256 is not the one that was asked for.
 */
package rivulet.fetch;
