package rivulet.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import rivulet.store.SafetensorsFile;
import rivulet.store.StoreException;

/** The comparisons of one golden case; filled while the case runs. */
public final class CaseReport {
  private final String name;
  private final String kind;
  private final SafetensorsFile reference;
  private final List<Comparison> comparisons = new ArrayList<>();
  private String failure = "";

  CaseReport(String name, String kind, SafetensorsFile reference) {
    this.name = name;
    this.kind = kind;
    this.reference = reference;
  }

  public String name() {
    return name;
  }

  public String kind() {
    return kind;
  }

  public List<Comparison> comparisons() {
    return List.copyOf(comparisons);
  }

  /** What made the case unable to run, e.g. a missing tensor; empty if nothing did. */
  public String failure() {
    return failure;
  }

  void fail(String message) {
    failure = message;
  }

  /** Whether every tensor is within its bound. */
  public boolean passed() {
    return failure.isEmpty()
        && !comparisons.isEmpty()
        && comparisons.stream().allMatch(Comparison::passed);
  }

  /** The comparison that comes nearest to its bound or exceeds it most. */
  public Comparison worst() {
    return comparisons.stream().max(Comparator.comparingDouble(Comparison::severity)).orElseThrow();
  }

  void compare(String tensor, double[] result, ErrorMeasure measure, double bound) {
    double[] expected = reference.doubles(tensor);
    if (expected.length != result.length) {
      throw new StoreException(
          "golden: "
              + name
              + ": tensor '"
              + tensor
              + "' holds "
              + expected.length
              + " numbers, the case computes "
              + result.length);
    }
    comparisons.add(new Comparison(tensor, measure, measure.of(result, expected), bound));
  }
}
