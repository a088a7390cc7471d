package rivulet.measure.ood;

import java.util.Arrays;
import java.util.Locale;
import rivulet.random.NoiseStream;

/** What is done to an image to make it one that the model was not trained on. */
public sealed interface Alteration {
  /** What {@link #parse} reads, for messages. */
  String FORMS = "shuffle:pixels, shuffle:patches:SIDE, constant, noise or contrast:FACTOR";

  /** Pixels change places at random, all channels of a pixel together. */
  record ShuffledPixels() implements Alteration {}

  /** Square patches change places at random and keep what is in them. */
  record ShuffledPatches(int side) implements Alteration {
    public ShuffledPatches {
      if (side < 1) {
        throw new IllegalArgumentException(
            "alteration: patches need a side of 1 or more, found " + side);
      }
    }
  }

  /** Every channel gets one value, drawn from 0 … 255. */
  record Constant() implements Alteration {}

  /** Every value is drawn from 0 … 255. */
  record Noise() implements Alteration {}

  /** Distances from the image's mean are multiplied; rounded, and clipped to 0 … 255. */
  record Contrast(double factor) implements Alteration {
    public Contrast {
      if (!(factor >= 0) || Double.isInfinite(factor)) {
        throw new IllegalArgumentException(
            "alteration: contrast needs a factor of 0 or more, found " + factor);
      }
    }
  }

  /**
   * Reads one by its name.
   *
   * @throws IllegalArgumentException for another text, a side below 1, or a factor that is negative
   *     or no number
   */
  static Alteration parse(String text) {
    int colon = text.lastIndexOf(':') + 1;
    String number = text.substring(colon);
    try {
      return switch (text) {
        case "constant" -> new Constant();
        case "noise" -> new Noise();
        case "shuffle:pixels" -> new ShuffledPixels();
        default ->
            switch (text.substring(0, colon)) {
              case "shuffle:patches:" -> new ShuffledPatches(Integer.parseInt(number));
              case "contrast:" -> new Contrast(Double.parseDouble(number));
              default -> throw new IllegalArgumentException("no such name");
            };
      };
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "alteration: found '" + text + "', there are " + FORMS + "; choose one", e);
    }
  }

  /** As {@link #parse} reads it. */
  default String label() {
    return switch (this) {
      case ShuffledPixels _ -> "shuffle:pixels";
      case ShuffledPatches patches -> "shuffle:patches:" + patches.side();
      case Constant _ -> "constant";
      case Noise _ -> "noise";
      case Contrast contrast -> String.format(Locale.ROOT, "contrast:%s", contrast.factor());
    };
  }

  /**
   * Checks that it can be done to images of that size.
   *
   * @throws IllegalArgumentException if patches do not fit
   */
  default void require(int height, int width) {
    if (this instanceof ShuffledPatches(int side) && (height % side != 0 || width % side != 0)) {
      throw new IllegalArgumentException(
          "alteration: patches of side "
              + side
              + " asked, images are "
              + height
              + "x"
              + width
              + "; choose a side that divides both");
    }
  }

  /**
   * Does it to one image.
   *
   * @param noise set to the image's key
   * @param pixels planar, C planes of {@code height} times {@code width}; modified
   */
  default void apply(NoiseStream noise, int height, int width, byte[] pixels) {
    switch (this) {
      case ShuffledPixels _ -> Shuffle.patches(noise, height, width, 1, pixels);
      case ShuffledPatches(int side) -> Shuffle.patches(noise, height, width, side, pixels);
      case Constant _ -> {
        for (int from = 0; from < pixels.length; from += height * width) {
          Arrays.fill(pixels, from, from + height * width, value(noise));
        }
      }
      case Noise _ -> {
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = value(noise);
        }
      }
      case Contrast(double factor) -> contrast(factor, pixels);
    }
  }

  private static byte value(NoiseStream noise) {
    return (byte) noise.nextIndex(256);
  }

  private static void contrast(double factor, byte[] pixels) {
    long sum = 0;
    for (byte pixel : pixels) {
      sum += Byte.toUnsignedInt(pixel);
    }
    double mean = (double) sum / pixels.length;
    for (int i = 0; i < pixels.length; i++) {
      double moved = mean + factor * (Byte.toUnsignedInt(pixels[i]) - mean);
      pixels[i] = (byte) Math.clamp(Math.round(moved), 0, 255);
    }
  }
}
