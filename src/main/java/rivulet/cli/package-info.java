/**
 * The command line: one class per command, no mathematics.
 *
 * <p>Invariants: results go to standard output, progress and errors to standard error; an error is
 * one line that says what was asked, what was found and what to do; the exit code is 0 for success,
 * 1 for failure and 2 for wrong usage. Stack traces come only with {@code --verbose}.
 *
 * <p>A command is a class {@code XxxCommand} here (copy {@code MergeCommand}), an entry of {@link
 * rivulet.cli.Commands}, a row in the README. Its options are in {@code option}, what it prints in
 * {@code output}.
 *
 * <p>Start reading at {@link rivulet.cli.Main}.
 */
package rivulet.cli;
