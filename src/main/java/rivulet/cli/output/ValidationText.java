package rivulet.cli.output;

import com.google.gson.JsonObject;
import java.util.Locale;
import rivulet.Validation;
import rivulet.cli.option.JsonOption;

/** A validation for people and programs. */
public final class ValidationText {
  private ValidationText() {}

  public static String line(Validation v) {
    return "validation bits/dim " + number(v, 4) + " on " + v.images() + " images held back";
  }

  /** bits/dim, with the standard error where there is one. */
  public static String number(Validation v, int digits) {
    String number = "%." + digits + "f";
    return v.images() < 2
        ? String.format(Locale.ROOT, number, v.bitsPerDim())
        : String.format(Locale.ROOT, number + " ± " + number, v.bitsPerDim(), v.standardError());
  }

  public static JsonObject json(Validation v) {
    JsonObject result = new JsonObject();
    result.addProperty("updates", v.updates());
    result.addProperty("images", v.images());
    result.add("bits_per_dim", JsonOption.number(v.bitsPerDim()));
    result.add("standard_error", JsonOption.number(v.standardError()));
    return result;
  }
}
