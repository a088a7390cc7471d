/** What commands print and write: text for people, JSON for programs, progress, pictures, files. */
package rivulet.cli.output;
