package rivulet.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Looks for what calls put on the heap once they are compiled, in a JVM of its own with the
 * launcher's flags: the promise is for those, and what C2 makes of a kernel depends on all that the
 * JVM has compiled before, so other tests must not come first.
 *
 * <p>A test class lists its cases in a {@code main} that calls {@link #report}; its test calls
 * {@link #requireNone}.
 */
public final class HeapCheck {
  /**
   * What compilation may take on a machine that is busy with other work; a kernel that boxes never
   * gets to zero.
   */
  private static final long WARM_UP_NANOS = 60_000_000_000L;

  /** So many cases that allocate are no bad luck: no more are looked at, and none again. */
  private static final int MANY = 4;

  /** JVMs of its own that a case which allocates beside others is tried in. */
  private static final int ALONE = 2;

  private static final String FOUND = "allocates: ";

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * One thing to look at.
   *
   * @param allowed bytes of a round
   * @param start makes it ready and gives what does a round and says its bytes; not called unless
   *     the case is wanted
   */
  public record Case(String name, long allowed, Supplier<LongSupplier> start) {
    /** Calls that this thread makes, none of which may allocate. */
    public static Case of(String name, int calls, Runnable call) {
      return new Case(name, 0, () -> () -> bytes(call, calls));
    }
  }

  private HeapCheck() {}

  /** Bytes that some calls put on the heap by this thread. */
  public static long bytes(Runnable call, int calls) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  /**
   * The program: prints the first cases that allocate until the end of their warm-up.
   *
   * @param names of the cases to look at; empty: all
   */
  public static void report(List<Case> cases, String... names) {
    int found = 0;
    for (Case one : cases) {
      if (found < MANY && (names.length == 0 || List.of(names).contains(one.name()))) {
        long least = least(one);
        if (least > one.allowed()) {
          found++;
          System.out.println(FOUND + one.name());
          System.err.println(one.name() + ": " + least + " bytes in the best round");
        }
      }
    }
    System.out.println("done");
    System.out.flush();
    Runtime.getRuntime().halt(0); // threads of cases may still wait for work
  }

  private static long least(Case one) {
    LongSupplier round = one.start().get();
    long start = System.nanoTime();
    long least = Long.MAX_VALUE;
    do {
      least = Math.min(least, round.getAsLong());
    } while (least > one.allowed() && System.nanoTime() - start < WARM_UP_NANOS);
    return least;
  }

  /**
   * Fails if a case of the program allocates, beside the others and then alone as well: code that
   * boxes does so in every JVM, code that C2 was unlucky with does not.
   */
  public static void requireNone(Class<?> program) throws IOException, InterruptedException {
    List<String> found = allocating(program, List.of());
    for (int i = 0; i < ALONE && found.size() < MANY; i++) {
      List<String> again = new ArrayList<>();
      for (String name : found) {
        again.addAll(allocating(program, List.of(name)));
      }
      found = again;
    }
    assertEquals(List.of(), found, "allocate under " + ChildJvm.LAUNCHER);
  }

  private static List<String> allocating(Class<?> program, List<String> names)
      throws IOException, InterruptedException {
    List<String> lines = ChildJvm.lines(program, ChildJvm.LAUNCHER, names);
    assertEquals("done", lines.getLast(), program + " ended early: " + lines);
    return lines.stream()
        .filter(line -> line.startsWith(FOUND))
        .map(line -> line.substring(FOUND.length()))
        .toList();
  }
}
