package rivulet.cli.output;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rivulet.check.Detest;
import rivulet.check.DetestProblem;
import rivulet.cli.option.JsonOption;
import rivulet.ode.Status;

/** The DETEST table: evaluations and error of each method, one block of lines per tolerance. */
public final class DetestReport {
  private final PrintWriter people;
  private final List<Detest.Result> results = new ArrayList<>();

  public DetestReport(PrintWriter people) {
    this.people = people;
  }

  /** Runs and prints everything; true if every solve finished. */
  public boolean run() {
    for (double tolerance : Detest.TOLERANCES) {
      table(tolerance);
    }
    return results.stream().allMatch(result -> result.status() == Status.FINISHED);
  }

  private void table(double tolerance) {
    people.println("DETEST, tolerance " + tolerance + ": evaluations and error at t = 20");
    StringBuilder head = new StringBuilder("   ");
    Detest.methods().forEach(name -> head.append(String.format(Locale.ROOT, " %15s", name)));
    people.println(head);
    List<Detest.Result> block = new ArrayList<>();
    for (DetestProblem problem : Detest.problems()) {
      List<Detest.Result> row = new ArrayList<>();
      Detest.run(problem, tolerance, row::add);
      people.println(line(problem.name(), row));
      people.flush();
      block.addAll(row);
    }
    people.println(sums(block));
    people.println();
    results.addAll(block);
  }

  private static String line(String name, List<Detest.Result> row) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-3s", name));
    for (Detest.Result result : row) {
      line.append(
          result.status() == Status.FINISHED
              ? cell(result.evaluations(), result.error())
              : String.format(Locale.ROOT, " %15s", result.status()));
    }
    return line.toString();
  }

  private static String cell(int evaluations, double error) {
    return String.format(Locale.ROOT, " %7d %7.1e", evaluations, error);
  }

  /** All evaluations and the largest error of each method. */
  private static String sums(List<Detest.Result> block) {
    StringBuilder line = new StringBuilder("all");
    for (String method : Detest.methods()) {
      int evaluations = 0;
      double largest = 0;
      for (Detest.Result result : block) {
        if (result.method().equals(method)) {
          evaluations += result.evaluations();
          largest = Math.max(largest, result.error());
        }
      }
      line.append(cell(evaluations, largest));
    }
    return line.toString();
  }

  public JsonObject object() {
    JsonArray solves = new JsonArray();
    for (Detest.Result result : results) {
      JsonObject entry = new JsonObject();
      entry.addProperty("problem", result.problem());
      entry.addProperty("method", result.method());
      entry.addProperty("tolerance", result.tolerance());
      entry.addProperty("status", result.status().name().toLowerCase(Locale.ROOT));
      entry.add("error", JsonOption.number(result.error()));
      entry.addProperty("evaluations", result.evaluations());
      solves.add(entry);
    }
    JsonObject object = new JsonObject();
    object.add("detest", solves);
    return object;
  }
}
