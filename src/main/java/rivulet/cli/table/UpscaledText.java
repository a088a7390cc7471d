package rivulet.cli.table;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import rivulet.Description;
import rivulet.Images;
import rivulet.Upscaled;
import rivulet.cli.option.JsonOption;

/**
 * Finer images of one coarse image: how well they keep its means, and how far they differ.
 *
 * @param of the model
 * @param several at least one
 * @param deviations of every value over them, planar
 */
public record UpscaledText(Description of, List<Upscaled> several, double[] deviations) {
  /** Of a model that takes pixels as they are. */
  private static final String PLAIN = "none";

  private static final int VISIBLE_SIDE = 96;

  public static UpscaledText of(Description of, List<Upscaled> several) {
    return new UpscaledText(of, several, Upscaled.deviations(several));
  }

  private Images first() {
    return several.getFirst().image();
  }

  private boolean plain() {
    return of.pixelTransform().equals(PLAIN);
  }

  private long pixels() {
    return (long) several.size() * first().dimensions();
  }

  private long clipped() {
    return several.stream().mapToLong(Upscaled::clipped).sum();
  }

  private double worst(ToDoubleFunction<Upscaled> error) {
    return several.stream().mapToDouble(error).max().orElseThrow();
  }

  private double mean() {
    return Arrays.stream(deviations).sum() / deviations.length;
  }

  private double largest() {
    return Arrays.stream(deviations).max().orElseThrow();
  }

  /** Pixels of one image alone stay pixels; several are there to be looked at. */
  private int scale() {
    int side = Math.max(first().height(), first().width());
    return several.size() == 1 ? 1 : Math.max(1, VISIBLE_SIDE / side);
  }

  /** Writes the images side by side, several of them enlarged. */
  public void writePictures(Path png) {
    byte[] all = new byte[Math.toIntExact(pixels())];
    for (int n = 0; n < several.size(); n++) {
      byte[] one = several.get(n).image().image(0);
      System.arraycopy(one, 0, all, n * one.length, one.length);
    }
    Images images = Images.of(all, of.channels(), first().height(), first().width());
    images.writePng(png, several.size(), several.size() == 1 ? 0 : 2, scale());
  }

  /** Writes the deviation of every pixel over the images; black is 0, white the largest. */
  public void writeDiversity(Path png) {
    double[] shares = deviations.clone();
    double largest = largest();
    for (int i = 0; i < shares.length; i++) {
      shares[i] = largest == 0 ? 0 : shares[i] / largest;
    }
    Images.rounded(new double[][] {shares}, of.channels(), first().height(), first().width())
        .writePng(png, 1, 0, scale());
  }

  public void print(PrintWriter out) {
    say(
        out,
        "%d of %d pixels clipped (%.2f %%), block means kept",
        clipped(),
        pixels(),
        100.0 * clipped() / pixels());
    if (!plain()) {
      say(
          out,
          "block means under the pixel transform %s differ from those given by at most %.1e before"
              + " rounding, %.1e after",
          of.pixelTransform(),
          worst(one -> one.transformed().before()),
          worst(one -> one.transformed().after()));
    }
    say(
        out,
        "block means differ from the given pixels by at most %.1e before rounding,"
            + " %.2f/255 after",
        worst(one -> one.pixels().before()),
        255 * worst(one -> one.pixels().after()));
    if (several.size() > 1) {
      say(
          out,
          "deviation of a pixel over %d answers: mean %.4f, largest %.4f",
          several.size(),
          mean(),
          largest());
    }
  }

  private static void say(PrintWriter out, String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }

  /** Adds every number. */
  public void addTo(JsonObject result) {
    result.addProperty("pixels", pixels());
    result.addProperty("clipped_pixels", clipped());
    if (!plain()) {
      result.addProperty("pixel_transform", of.pixelTransform());
      add(result, "transformed_mean_error_before_rounding", one -> one.transformed().before());
      add(result, "transformed_mean_error_after_rounding", one -> one.transformed().after());
    }
    add(result, "mean_error_before_rounding", one -> one.pixels().before());
    add(result, "mean_error_after_rounding", one -> one.pixels().after());
    if (several.size() > 1) {
      result.addProperty("count", several.size());
      result.addProperty("diversity_mean", mean());
      result.addProperty("diversity_largest", largest());
    }
  }

  private void add(JsonObject to, String name, ToDoubleFunction<Upscaled> error) {
    to.add(name, JsonOption.number(worst(error)));
  }
}
