/** Monotone splines with derivatives, inverses and log-derivatives. */
package rivulet.flow.spline;
