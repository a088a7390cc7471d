package rivulet.cli.table;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import rivulet.Images;
import rivulet.check.ImageCensus;

/** What is in a set of images, for people and for programs. */
public record CensusText(Images images, ImageCensus census) {
  private static final int BINS = 16;
  private static final int BAR = 40;
  private static final int NAMED = 5;

  /** Values, constant images, equal ones, labels. */
  public void addTo(JsonObject result) {
    JsonArray means = new JsonArray();
    JsonArray deviations = new JsonArray();
    for (int channel = 0; channel < census.channels(); channel++) {
      means.add(census.mean(channel));
      deviations.add(census.deviation(channel));
    }
    result.add("mean", means);
    result.add("deviation", deviations);
    result.add("histogram", array(Arrays.stream(census.histogram())));
    result.addProperty("constant_images", census.constant().size());
    result.add("constant", array(census.constant().stream().mapToLong(n -> n)));
    result.addProperty("duplicate_images", census.duplicates().size());
    JsonArray pairs = new JsonArray();
    for (ImageCensus.Duplicate pair : census.duplicates()) {
      pairs.add(array(LongStream.of(pair.image(), pair.first())));
    }
    result.add("duplicates", pairs);
    JsonObject labels = new JsonObject();
    census.labels().forEach((label, count) -> labels.addProperty(name(label), count));
    result.add("labels", labels);
  }

  private static JsonArray array(LongStream values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }

  private String name(int label) {
    List<String> names = images.classNames();
    return names.isEmpty() ? Integer.toString(label) : names.get(label);
  }

  /**
   * Lines for people.
   *
   * @param described the set's shape and sums
   */
  public void print(JsonObject described, PrintWriter out) {
    line(out, "%s: %s", images.name(), images);
    for (String sum : List.of("content_sha256", "file_sha256")) {
      if (described.has(sum)) {
        line(out, "%-14s %s", sum.replace('_', ' '), described.get(sum).getAsString());
      }
    }
    for (int channel = 0; channel < census.channels(); channel++) {
      line(
          out,
          "%-14s mean %.3f, deviation %.3f",
          census.channels() == 1 ? "values" : "channel " + channel,
          census.mean(channel),
          census.deviation(channel));
    }
    histogram(out);
    line(out, "%-14s %s", "constant", named(census.constant()));
    List<String> equal =
        census.duplicates().stream().map(pair -> pair.image() + " = " + pair.first()).toList();
    line(out, "%-14s %s", "equal", named(equal));
    line(out, "%-14s %s", "labels", labels());
    out.flush();
  }

  private static void line(PrintWriter out, String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }

  private void histogram(PrintWriter out) {
    long[] counts = census.histogram();
    long all = Arrays.stream(counts).sum();
    line(
        out,
        "%-14s %d of 256 values occur; %.2f %% are 0, %.2f %% are 255",
        "",
        Arrays.stream(counts).filter(count -> count > 0).count(),
        100.0 * counts[0] / all,
        100.0 * counts[255] / all);
    int width = counts.length / BINS;
    long[] bins = new long[BINS];
    for (int value = 0; value < counts.length; value++) {
      bins[value / width] += counts[value];
    }
    long most = Arrays.stream(bins).max().orElseThrow();
    for (int bin = 0; bin < BINS; bin++) {
      String bar = "#".repeat((int) Math.ceilDiv(BAR * bins[bin], most));
      String range = bin * width + "-" + ((bin + 1) * width - 1);
      line(out, "  %-12s %6.2f %%  %s", range, 100.0 * bins[bin] / all, bar);
    }
  }

  private static String named(List<?> which) {
    if (which.isEmpty()) {
      return "none";
    }
    String first =
        which.stream().limit(NAMED).map(Object::toString).collect(Collectors.joining(", "));
    return which.size() + " images: " + first + (which.size() > NAMED ? ", ..." : "");
  }

  private String labels() {
    SortedMap<Integer, Long> counts = census.labels();
    if (counts.isEmpty()) {
      return "none";
    }
    long least = counts.values().stream().mapToLong(count -> count).min().orElseThrow();
    long most = counts.values().stream().mapToLong(count -> count).max().orElseThrow();
    return counts.size()
        + " classes of "
        + least
        + (most == least ? "" : " to " + most)
        + " images";
  }

  /** Writes the mean image, rounded. */
  public void writeMean(Path file) {
    double[] mean = census.meanImage();
    Arrays.setAll(mean, i -> (mean[i] + 0.5) / 256);
    Images.rounded(new double[][] {mean}, images.channels(), images.height(), images.width())
        .writePng(file, 1, 0, 1);
  }
}
