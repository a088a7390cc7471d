package rivulet.autodiff;

import java.util.Map;

/**
 * A program with its reverse, one segment per binding time (see {@link Vjp}).
 *
 * @param program the primal program
 * @param cotangents cotangent inputs by output name, e.g. {@code f}
 * @param evaluation reversed at every evaluation
 * @param solve reversed once per solve, after all evaluations; outputs the gradients of inputs that
 *     are constant through a solve, where they were asked for
 * @param update reversed once per parameter update, after all solves; outputs every parameter's
 *     gradient, where they were asked for
 */
public record Gradient(
    Program program,
    Map<String, Value> cotangents,
    Segment evaluation,
    Segment solve,
    Segment update) {
  /** The program and its reverse as readable mathematics. */
  @Override
  public String toString() {
    return ProgramPrinter.print(ProgramPrinter.lines(this));
  }
}
