package rivulet.cli.output;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rivulet.store.PixelTransformChoice;

/** A choice of the transform of pixels for people and programs. */
public final class PixelTransformText {
  private PixelTransformText() {}

  /** Prints a table of the candidates and why one was taken. */
  public static void print(PixelTransformChoice choice, PrintWriter people) {
    lines(choice).forEach(people::println);
    people.flush();
  }

  private static List<String> lines(PixelTransformChoice choice) {
    List<String> lines = new ArrayList<>();
    lines.add("pixel transform " + choice.chosen().transform() + ", chosen by the images:");
    String after = "after " + choice.updates() + " updates";
    lines.add(String.format(Locale.ROOT, "  %-8s %12s  %s", "bits/dim", "without flow", after));
    for (PixelTransformChoice.Candidate each : choice.candidates()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-8s %12.4f  %" + after.length() + ".4f",
              each.transform(),
              each.noFlowBitsPerDim(),
              each.bitsPerDim()));
    }
    lines.add("  " + reason(choice));
    if (choice.disagreesWithoutFlow()) {
      lines.add("  without a flow it is the other way round; the training decides");
    }
    return lines;
  }

  private static String reason(PixelTransformChoice choice) {
    String gain =
        String.format(
            Locale.ROOT,
            "%.4f ± %.4f",
            Math.abs(choice.gain().mean()),
            choice.gain().standardError());
    String images = " on the same " + choice.images() + " images held back";
    if (choice.tie()) {
      return "a tie: they differ by " + gain + images + "; the simpler is taken";
    }
    return choice.chosen().transform() + " is ahead by " + gain + images;
  }

  /** Adds the choice to a result. */
  public static void add(JsonObject result, PixelTransformChoice choice) {
    JsonObject candidates = new JsonObject();
    for (PixelTransformChoice.Candidate each : choice.candidates()) {
      JsonObject figures = new JsonObject();
      figures.addProperty("no_flow_bits_per_dim", each.noFlowBitsPerDim());
      figures.addProperty("bits_per_dim", each.bitsPerDim());
      candidates.add(each.transform(), figures);
    }
    JsonObject why = new JsonObject();
    why.addProperty("gain", choice.gain().mean());
    why.addProperty("standard_error", choice.gain().standardError());
    why.addProperty("tie", choice.tie());
    why.addProperty("disagrees_without_flow", choice.disagreesWithoutFlow());
    why.addProperty("images", choice.images());
    why.addProperty("updates", choice.updates());
    result.addProperty("pixel_transform", choice.chosen().transform());
    result.add("pixel_transform_candidates", candidates);
    result.add("pixel_transform_choice", why);
  }
}
