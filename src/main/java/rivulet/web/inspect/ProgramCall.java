package rivulet.web.inspect;

import java.util.List;
import rivulet.Model;
import rivulet.autodiff.ProgramPrinter;
import rivulet.web.Reply;

/** The field of a level as mathematics. */
final class ProgramCall implements Reply<ProgramCall.Request> {
  private final Model model;

  ProgramCall(Model model) {
    this.model = model;
  }

  /**
   * Which.
   *
   * @param level from 0, the coarsest
   * @param derivative {@code none}; {@code jvp}: with that along a direction; {@code vjp}: with the
   *     reverse
   */
  record Request(int level, String derivative) {}

  /** Operations in order, and FLOP of those that are computed at every evaluation. */
  record Answer(long flops, List<ProgramPrinter.Line> operations) {}

  @Override
  public String path() {
    return "api/inspect/program";
  }

  @Override
  public Method method() {
    return Method.GET;
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public Answer answer(Request request) {
    List<ProgramPrinter.Line> lines =
        ProgramPrinter.lines(model.field(request.level()), request.derivative());
    return new Answer(ProgramPrinter.flops(lines), lines);
  }
}
