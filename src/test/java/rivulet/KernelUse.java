package rivulet;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Layout;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Elementwise;

/** Programs of library users: two workspaces and one kernel, or the front door. */
final class KernelUse {
  static final String RESULT = "3.0";

  private KernelUse() {}

  /** Prints {@link #RESULT}, or the exception that a missing module is told by. */
  public static void main(String... arguments) {
    if (arguments.length > 0) {
      sample();
    } else {
      add();
    }
  }

  private static void sample() {
    try (Model model = Model.open("fashion")) {
      System.out.println(model.sample(1).values().length);
    } catch (IllegalStateException e) {
      System.out.println(e);
    }
  }

  private static void add() {
    try (Workspace first = new Workspace();
        Workspace second = new Workspace()) {
      MemorySegment two = first.allocate(4);
      Elementwise.fill(2, two, 0, 1);
      MemorySegment sum = second.allocate(4);
      Elementwise.fill(1, sum, 0, 1);
      Elementwise.accumulate(two, 0, sum, 0, 1);
      System.out.println(sum.get(Layout.FLOAT, 0));
    } catch (IllegalStateException e) {
      System.out.println(e);
    }
  }
}
