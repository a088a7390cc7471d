/**
 * Values by the names that people and files use for them, for every room.
 *
 * <p>Start reading at {@link rivulet.names.Named}; it is all there is.
 */
package rivulet.names;
