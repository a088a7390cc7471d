/**
 * Runge-Kutta methods: tableaux, their dense output. A new method is a tableau in {@link
 * rivulet.ode.method.TableauText}'s form.
 */
package rivulet.ode.method;
