package rivulet.perf;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the lines of several {@link Starts} and prints median and worst of each kernel. */
public final class StartsSummary {
  private final Map<String, List<Double>> rates = new LinkedHashMap<>();
  private final Map<String, Double> bytes = new LinkedHashMap<>();

  private StartsSummary() {}

  /** From standard input to standard output. */
  public static void main(String[] args) throws IOException {
    StartsSummary summary = new StartsSummary();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        summary.add(JsonParser.parseString(line).getAsJsonObject());
      }
    }
    summary.print();
  }

  private void add(JsonObject line) {
    String kernel = line.get("kernel").getAsString();
    rates.computeIfAbsent(kernel, k -> new ArrayList<>()).add(line.get("gflops").getAsDouble());
    bytes.merge(kernel, line.get("bytes_per_call").getAsDouble(), Math::max);
  }

  private void print() {
    String format = "%-44s %6s %9s %9s %7s  %s%n";
    System.out.printf(
        format, "kernel", "starts", "median", "worst", "ratio", "most heap bytes per call");
    rates.forEach((kernel, all) -> {
      List<Double> sorted = all.stream().sorted().toList();
      double median = sorted.get(sorted.size() / 2);
      double worst = sorted.getFirst();
      System.out.printf(
          format,
          kernel,
          sorted.size(),
          fixed(1, median),
          fixed(1, worst),
          fixed(2, worst / median),
          fixed(1, bytes.get(kernel)));
    });
  }

  private static String fixed(int digits, double value) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
