package rivulet.autodiff;

/**
 * A cotangent that leaves the phase in which it arises: {@code accumulator += contribution}, summed
 * over evaluations (and, for a value shared by all images, over images) until the phase of {@code
 * target} is reversed.
 *
 * @param target the value of an earlier binding time whose cotangent this is
 * @param accumulator the input of the later segment that holds the sum
 * @param contribution a value of this segment with the shape of the target
 */
public record Sink(Value target, Value accumulator, Value contribution) {}
