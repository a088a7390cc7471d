package rivulet.cli.table;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import rivulet.Likelihood;
import rivulet.check.codec.CodecBits;
import rivulet.cli.option.JsonOption;

/**
 * What codecs need for the first images of those measured, beside the model on the same.
 *
 * @param images of which the codecs were measured
 */
public record CodecsText(List<CodecBits> codecs, int images, Likelihood likelihood) {

  public void print(PrintWriter out) {
    line(out, "codecs, bits/dim of the first %d images", images);
    line(out, "  %-28s %9s   one file each", "", "mosaic");
    line(out, "  %-28s %9s   %.4f, each image by itself", "the model", "", model());
    for (CodecBits codec : codecs) {
      if (codec.missing().isPresent()) {
        line(out, "  %-28s not measured: %s", codec.name(), codec.missing().get());
      } else {
        String error =
            images < 2 ? "" : String.format(Locale.ROOT, " ± %.4f", codec.standardError());
        line(out, "  %-28s %9.4f   %.4f%s", codec.name(), codec.mosaic(), codec.single(), error);
      }
    }
    out.flush();
  }

  private static void line(PrintWriter out, String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }

  private double model() {
    return Arrays.stream(likelihood.bitsPerDimByImage(), 0, images).average().orElseThrow();
  }

  /** Codecs that were measured, those that are missing, and the model on the same images. */
  public void addTo(JsonObject result) {
    JsonObject measured = new JsonObject();
    JsonObject missing = new JsonObject();
    for (CodecBits codec : codecs) {
      if (codec.missing().isPresent()) {
        missing.addProperty(codec.name(), codec.missing().get());
      } else {
        JsonObject bits = new JsonObject();
        bits.addProperty("mosaic", codec.mosaic());
        bits.addProperty("single", codec.single());
        bits.add("single_standard_error", JsonOption.number(codec.standardError()));
        measured.add(codec.name(), bits);
      }
    }
    result.add("codecs", measured);
    result.add("codecs_missing", missing);
    result.addProperty("codecs_images", images);
    result.addProperty("codecs_model_bits_per_dim", model());
  }
}
