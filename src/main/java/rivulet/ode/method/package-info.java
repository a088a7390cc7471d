/**
 * Runge-Kutta methods and their dense output. A new method is an entry of {@link
 * rivulet.ode.method.Tableaux}, a text that {@link rivulet.ode.method.TableauText} reads; the test
 * of order conditions vouches for its digits. Copy {@code bosh3}: {@code exact} takes fractions,
 * {@code rounded} decimals, {@code TableauText} says what the letters of a line are; a row in the
 * table of {@link rivulet.ode} and of docs/mathematics.md. A program of one's own needs no entry:
 * it solves by {@code new SolverOptions(tableau, …)}.
 */
package rivulet.ode.method;
