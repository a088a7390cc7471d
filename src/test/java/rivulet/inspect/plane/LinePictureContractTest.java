package rivulet.inspect.plane;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/** What a figure of the line shows. */
final class LinePictureContractTest {
  private static final int BETWEEN = 4;
  private static final int BANDS = 3;
  private static final int TIMES = 5;

  /** Uniform on −1 … 1 at all times; the lines stand still at ±⅓. */
  private static LinePicture picture(boolean known) {
    double[] half = new double[LinePicture.NODES];
    Arrays.setAll(half, i -> Math.abs(-2 + 4.0 * i / (half.length - 1)) <= 1 ? 0.5 : 0);
    double[] places = new double[BANDS * BETWEEN + 1];
    Arrays.setAll(places, j -> -1 + 2.0 * j / (places.length - 1));
    double[] along = new double[places.length];
    Arrays.fill(along, 0.5);
    double[] times = new double[TIMES];
    Arrays.setAll(times, i -> 1 - i / (TIMES - 1.0));
    double[][] masses = new double[TIMES][];
    Arrays.setAll(masses, i -> new double[] {0.33, 0.3330 + 0.0001 * i, 0.33});
    double[][] allPlaces = new double[TIMES][];
    Arrays.fill(allPlaces, places);
    double[][] allAlong = new double[TIMES][];
    Arrays.fill(allAlong, along);
    return new LinePicture(
        -2,
        2,
        "height",
        half,
        known ? Optional.of(half) : Optional.empty(),
        new double[] {-0.5, 0.5, 70},
        times,
        allPlaces,
        allAlong,
        masses,
        BETWEEN);
  }

  private static String svg(LinePicture picture) {
    return new String(picture.svg(), StandardCharsets.UTF_8);
  }

  @Test
  void wordsAndMassesAreWritten() throws Exception {
    String svg = svg(picture(true));
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    for (String text :
        new String[] {"height", "p", "t", "flow", "data", "t = 0.50", "0.33300", "0.33340"}) {
      assertTrue(svg.contains(">" + text + "</text>"), text);
    }
    assertTrue(svg.contains("0.33300 at the noise, 0.33340 at the data"), svg);
    assertTrue(!svg(picture(false)).contains(">data</text>"));
  }

  /** The two lines are straight and a third of the support apart. */
  @Test
  void linesAreWhereTheyShould() {
    Matcher path =
        Pattern.compile("stroke-width=\"1\\.30?\"[^>]* d=\"M([0-9.]+) ([0-9.]+)L")
            .matcher(svg(picture(true)));
    assertTrue(path.find());
    double first = Double.parseDouble(path.group(1));
    assertTrue(path.find());
    double second = Double.parseDouble(path.group(1));
    assertEquals(DensityPicture.PANEL * (2.0 / 3) / 4, second - first, 0.05);
  }

  @Test
  void theSameEachTimeInAnyLocaleAndAsWideAsThatOfThePlane() throws Exception {
    byte[] svg = picture(true).svg();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertArrayEquals(svg, picture(true).svg());
    } finally {
      Locale.setDefault(before);
    }
    var png = ImageIO.read(new ByteArrayInputStream(picture(true).png()));
    assertTrue(png.getWidth() >= 1200, png.getWidth() + " pixels");
  }
}
