package rivulet.inspect.plane;

import java.util.Arrays;
import java.util.List;

/**
 * A map from 0 … 1 to colours, by a table between which is interpolated; the pages of the browser
 * have the same tables in {@code web/colour.js}.
 */
public final class ColourMap {
  /**
   * Dark violet to yellow, even steps to the eye and told apart by the colour-blind (van der Walt
   * and Smith, matplotlib 1.5).
   */
  static final ColourMap VIRIDIS =
      new ColourMap("440154 472c7a 3b518b 2c718e 21908d 27ad81 5cc863 aadc32 fde725");

  /** Blue, white at one half, orange: values with a sign. */
  public static final ColourMap DIVERGING =
      new ColourMap("0b4f87 2f7fbf 86b9de d3e4f1 fafafa f9dfc9 f0ab77 d9712c 9a4510");

  private static final int CHANNELS = 3;

  private final List<String> colours;
  private final int[] table;

  private ColourMap(String colours) {
    this.colours = List.of(colours.split(" "));
    this.table = this.colours.stream().mapToInt(colour -> Integer.parseInt(colour, 16)).toArray();
  }

  /** The table, as six hexadecimal digits each. */
  List<String> colours() {
    return colours;
  }

  /** The colour of a value as 0xRRGGBB; what is below 0 or above 1 has the colour of the end. */
  public int rgb(double value) {
    double at = Math.clamp(value, 0, 1) * (table.length - 1);
    int i = Math.min(table.length - 2, (int) at);
    int[] mixed = new int[CHANNELS];
    Arrays.setAll(
        mixed,
        c -> {
          int from = channel(table[i], c);
          return (int) Math.rint(from + (at - i) * (channel(table[i + 1], c) - from));
        });
    return mixed[0] << 16 | mixed[1] << 8 | mixed[2];
  }

  private static int channel(int rgb, int c) {
    return (rgb >> (8 * (CHANNELS - 1 - c))) & 0xff;
  }
}
