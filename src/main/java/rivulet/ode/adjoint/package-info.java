/**
 * Gradients of solves: the recorded steps reversed one by one, or the cotangent solved backwards.
 */
package rivulet.ode.adjoint;
