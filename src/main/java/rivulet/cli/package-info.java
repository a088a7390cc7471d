/**
 * The command line: one class per command, no mathematics.
 *
 * <p>Invariants: results go to standard output, progress and errors to standard error; an error is
 * one line that says what was asked, what was found and what to do; the exit code is 0 for success,
 * 1 for failure and 2 for wrong usage. Stack traces come only with {@code --verbose}.
 *
 * <p>Start reading at {@link rivulet.cli.Main}; {@link rivulet.cli.Commands} lists what there is.
 */
package rivulet.cli;
