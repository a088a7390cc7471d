package rivulet.perf;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Times of one kernel in several JVMs that take turns. */
final class Turns {
  private final List<List<Double>> speeds = new ArrayList<>();
  private final List<Double> middles = new ArrayList<>();
  private final double[] heapBytes;
  private double least = Double.MAX_VALUE;

  Turns(int starts) {
    for (int i = 0; i < starts; i++) {
      speeds.add(new ArrayList<>());
    }
    heapBytes = new double[starts];
    Arrays.fill(heapBytes, Double.MAX_VALUE);
  }

  /** A burst of each start: {@code seconds} and {@code heap_bytes} per call. */
  void add(List<JsonObject> turn) {
    List<Double> seconds = turn.stream().map(burst -> burst.get("seconds").getAsDouble()).toList();
    double middle = median(seconds);
    middles.add(middle);
    for (int i = 0; i < turn.size(); i++) {
      speeds.get(i).add(middle / seconds.get(i));
      least = Math.min(least, seconds.get(i));
      heapBytes[i] = Math.min(heapBytes[i], turn.get(i).get("heap_bytes").getAsDouble());
    }
  }

  /** Of the turns' middle times the middle one. */
  double middleSeconds() {
    return median(middles);
  }

  /** The fastest burst of all. */
  double leastSeconds() {
    return least;
  }

  /** Speed of the slowest start; 1 is that of the middle one. */
  double worst() {
    return speeds.stream().mapToDouble(Turns::median).min().orElseThrow();
  }

  /** Heap bytes per call of the start that allocates most, each in its best burst. */
  double heapBytes() {
    return Arrays.stream(heapBytes).max().orElseThrow();
  }

  static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
