/**
 * Wrong practices of the field, each as a decorator of what {@link rivulet.measure.Practice} does
 * right, so that its bias can be measured: {@link rivulet.fault.LikelihoodFault} names them. The
 * rooms below know none, the front door's {@code Measuring} asks for them by name. One more: a
 * class here that implements {@link rivulet.fault.WrongPractice} (copy {@code BinCentre}), a
 * constant in {@code LikelihoodFault}, a row in the table of {@link rivulet.train} and of {@code
 * EvaluationHonestyTest}, a word in the help of {@code eval}.
 */
package rivulet.fault;
