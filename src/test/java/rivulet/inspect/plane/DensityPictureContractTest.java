package rivulet.inspect.plane;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What a figure of the plane shows, and that a paper can print it as it is. */
final class DensityPictureContractTest {
  private static final PlaneWindow WINDOW = new PlaneWindow(-2, 2, -1.5, 2.5);
  private static final double[][] CORNERS = {{-1, -1}, {1, 2}, {50, 50}};

  /** ln p = 3 − x² − y², and a field that turns round the middle. */
  private static DensityPicture picture(String across) {
    double[] density =
        Arrays.stream(WINDOW.nodes(DensityPicture.NODES))
            .mapToDouble(point -> 3 - point[0] * point[0] - point[1] * point[1])
            .toArray();
    double[][] velocity =
        Arrays.stream(WINDOW.centres(DensityPicture.ARROWS))
            .map(point -> new double[] {point[1], -point[0]})
            .toArray(double[][]::new);
    return new DensityPicture(
        WINDOW, List.of(across, "weight"), density, CORNERS, CORNERS, velocity, 0.25);
  }

  private static String svg(DensityPicture picture) {
    return new String(picture.svg(), StandardCharsets.UTF_8);
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> texts(Document svg) {
    var elements = svg.getElementsByTagName("text");
    return IntStream.range(0, elements.getLength())
        .mapToObj(i -> elements.item(i).getTextContent())
        .toList();
  }

  @Test
  void axesHaveNumbersAndNames() throws Exception {
    List<String> texts = new ArrayList<>(texts(parsed(svg(picture("height")))));
    for (String text :
        List.of("height", "weight", "ln p, held-out points", "samples", "nats", "−1", "0", "1")) {
      assertTrue(texts.contains(text), text + " in " + texts);
    }
    assertEquals(3, texts.stream().filter("height"::equals).count(), "one for each panel");
    assertTrue(texts.stream().anyMatch(text -> text.startsWith("velocity at t = 0.25")));
    assertTrue(texts.contains("−5"), "the bar reaches 8 nats below the highest, 3: " + texts);
  }

  @Test
  void namesOfColumnsAreEscapedAndCutToTheirPlace() throws Exception {
    Document svg = parsed(svg(picture("a<b & \"c\" " + "x".repeat(80))));
    String name =
        texts(svg).stream().filter(text -> text.startsWith("a<b")).findFirst().orElseThrow();
    assertTrue(name.startsWith("a<b & \"c\" xxx") && name.endsWith("…"), name);
  }

  @Test
  void theDrawingNeedsNothingElse() throws Exception {
    Document svg = parsed(svg(picture("x")));
    var images = svg.getElementsByTagName("image");
    assertEquals(2, images.getLength(), "heat map and bar");
    for (int i = 0; i < images.getLength(); i++) {
      String link = ((Element) images.item(i)).getAttribute("href");
      assertTrue(link.startsWith("data:image/png;base64,"), link);
    }
    String text = svg(picture("x"));
    assertEquals(1, text.split("http", -1).length - 1, "its own name space alone");
    assertEquals("img", svg.getDocumentElement().getAttribute("role"));
    assertTrue(svg.getElementsByTagName("desc").item(0).getTextContent().contains("one nat apart"));
  }

  /** The contours of 3 − x² − y² are circles, in the drawing's own coordinates. */
  @Test
  void contoursArePathsAndLieWhereTheyShould() {
    double unit = DensityPicture.PANEL / 4.0;
    Matcher start =
        Pattern.compile("<rect x=\"([0-9.]+)\" y=\"([0-9.]+)\"").matcher(svg(picture("x")));
    assertTrue(start.find());
    double centreX = Double.parseDouble(start.group(1)) + 2 * unit;
    double centreY = Double.parseDouble(start.group(2)) + 2.5 * unit;
    Matcher path =
        Pattern.compile("stroke=\"#ffffff\"[^>]* d=\"(M[^\"]+Z)\"").matcher(svg(picture("x")));
    int circles = 0;
    while (path.find()) {
      circles++;
      Matcher point = Pattern.compile("([0-9.]+) ([0-9.]+)").matcher(path.group(1));
      List<Double> radii = new ArrayList<>();
      while (point.find()) {
        radii.add(
            Math.hypot(
                    Double.parseDouble(point.group(1)) - centreX,
                    Double.parseDouble(point.group(2)) - centreY)
                / unit);
      }
      double level = 3 - radii.getFirst() * radii.getFirst();
      assertEquals(Math.rint(level), level, 0.02, "a whole number of nats");
      for (double radius : radii) {
        assertEquals(radii.getFirst(), radius, 0.003);
      }
    }
    assertTrue(circles >= 2, circles + " circles");
  }

  @Test
  void pixelsAndDrawingAreTheSameEachTimeInAnyLocale() {
    byte[] png = picture("x").png();
    byte[] svg = picture("x").svg();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertArrayEquals(png, picture("x").png());
      assertArrayEquals(svg, picture("x").svg());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void thePictureIsFourTimesAPanelOf96AndShowsTheDensity() throws IOException {
    assertEquals(4 * 96, DensityPicture.PANEL);
    BufferedImage png = ImageIO.read(new ByteArrayInputStream(picture("x").png()));
    assertTrue(png.getWidth() >= 1200, png.getWidth() + " pixels");
    int bright = 0;
    int dark = 0;
    for (int x = 0; x < png.getWidth(); x++) {
      for (int y = 0; y < png.getHeight(); y++) {
        int rgb = png.getRGB(x, y) & 0xffffff;
        bright += rgb == ColourMap.VIRIDIS.rgb(1) ? 1 : 0;
        dark += rgb == ColourMap.VIRIDIS.rgb(0) ? 1 : 0;
      }
    }
    assertTrue(bright > 20 && dark > 20, bright + " of the highest, " + dark + " of the lowest");
  }

  @Test
  void mapsAreThoseOfThePages() throws IOException {
    try (var in = ColourMap.class.getResourceAsStream("/rivulet/web/colour.js")) {
      String pages = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String table = String.join(" ", ColourMap.VIRIDIS.colours());
      assertTrue(pages.contains("viridis = map('" + table + "')"), table);
      String signed = String.join(" ", ColourMap.DIVERGING.colours());
      assertTrue(pages.contains("diverging = map('" + signed + "')"), signed);
    }
  }

  /** Even to the eye: the lightness of CIE rises from end to end. */
  @Test
  void theMapRisesInLightness() {
    double before = -1;
    for (int i = 0; i <= 100; i++) {
      int rgb = ColourMap.VIRIDIS.rgb(i / 100.0);
      double light = 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
      assertTrue(light > before, "at " + i);
      before = light;
    }
    assertEquals(ColourMap.VIRIDIS.rgb(0), ColourMap.VIRIDIS.rgb(-3));
    assertEquals(ColourMap.VIRIDIS.rgb(1), ColourMap.VIRIDIS.rgb(2));
  }

  private static double linear(int channel) {
    double share = (channel & 0xff) / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }
}
