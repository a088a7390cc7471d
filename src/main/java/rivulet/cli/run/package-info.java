/**
 * How {@code train} carries a run out: by number or time, with what it remembers of its options.
 */
package rivulet.cli.run;
