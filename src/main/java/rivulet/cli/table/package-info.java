/** Results of one kind each: as lines for people, as JSON for programs, as CSV of every image. */
package rivulet.cli.table;
