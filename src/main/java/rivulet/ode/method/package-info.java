/**
 * Runge-Kutta methods and their dense output. A new method is an entry of {@link
 * rivulet.ode.method.Tableaux}, a text that {@link rivulet.ode.method.TableauText} reads; the test
 * of order conditions vouches for its digits.
 */
package rivulet.ode.method;
