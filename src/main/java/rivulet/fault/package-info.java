/**
 * Wrong practices of the field, each as a decorator of what {@link rivulet.measure.Practice} does
 * right, so that its bias can be measured: {@link rivulet.fault.LikelihoodFault} names them. The
 * product knows none. One more: a class here that implements {@link rivulet.fault.WrongPractice}, a
 * constant in {@code LikelihoodFault}, a row in the table of {@link rivulet.train}.
 */
package rivulet.fault;
