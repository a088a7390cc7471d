/**
 * Data sets from elsewhere: a file by its address ({@link rivulet.fetch.Download}), and sets with a
 * name ({@link rivulet.fetch.PublishedSet}), made of files in Debian packages by a {@link
 * rivulet.fetch.Recipe}. Nothing is kept whose SHA-256 is not the one on record. A new set is a
 * recipe and a line in the list.
 */
package rivulet.fetch;
