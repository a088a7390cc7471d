/** The command {@code data} and what it can do with sets of images. */
package rivulet.cli.data;
