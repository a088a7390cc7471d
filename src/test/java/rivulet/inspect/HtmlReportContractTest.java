package rivulet.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import rivulet.data.format.PngWriter;
import rivulet.store.StoreException;

/** A page is well-formed, needs nothing else, and says what it was given. */
final class HtmlReportContractTest {
  private static final byte[] PNG =
      PngWriter.encode(PngWriter.picture(1, 2, 3, new byte[] {1, 2, 3, 4, 5, 6}));
  private static final String NASTY = "</style><script>alert('\"&1')</script>\u0000\u001b\ud800 é";

  private static HtmlReport full(String text) {
    SequencedMap<String, String> configuration = new LinkedHashMap<>();
    configuration.put("seed " + text, "7 " + text);
    return new HtmlReport("Title " + text)
        .lead("Lead " + text)
        .figures(List.of(new KeyFigure("4.312" + text, "bits/dim" + text, text)))
        .section(
            "Section " + text,
            new Paragraph("Text " + text),
            new Picture(PNG, "Six pixels " + text, "Caption " + text, 4),
            chart(text),
            waterfall(text),
            new TableBlock("Table " + text, List.of("a" + text, "b"), List.of(List.of("1", text))),
            new Definitions(configuration),
            new CommandText("./rivulet demo " + text));
  }

  private static LineChart chart(String text) {
    double[] y = new double[500];
    for (int i = 0; i < y.length; i++) {
      y[i] = i == 40 ? Double.NaN : 8 - 0.01 * i + i % 3;
    }
    List<Series> series =
        List.of(Series.perUpdate("level 0 " + text, y), Series.perUpdate("level 1", y));
    return new LineChart("Loss " + text, "update " + text, "bits/dim " + text, series, 20);
  }

  private static Waterfall waterfall(String text) {
    return new Waterfall(
        "Bits " + text,
        new Waterfall.Bar("8 bits " + text, 8),
        List.of(
            new Waterfall.Bar("pre-transform", -0.64049),
            new Waterfall.Bar("flow of level 0", -0.12349),
            new Waterfall.Bar("flow of level 1", 0.00049)),
        new Waterfall.Bar("result", 8 - 0.64049 - 0.12349 + 0.00049));
  }

  private static Document parse(String html) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
  }

  private static List<Element> elements(Document page, String name) {
    NodeList found = page.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  @Test
  void isWellFormedAndKeepsEveryText() throws Exception {
    Document page = parse(full(NASTY).html());
    String shown = NASTY.replaceAll("[\u0000\u001b\ud800]", "\ufffd");
    assertEquals("Title " + shown, elements(page, "h1").getFirst().getTextContent());
    assertEquals("Section " + shown, elements(page, "h2").getFirst().getTextContent());
    assertEquals("./rivulet demo " + shown, elements(page, "code").getFirst().getTextContent());
    assertEquals("7 " + shown, elements(page, "dd").getFirst().getTextContent());
    assertEquals("Table " + shown, elements(page, "caption").getFirst().getTextContent());
    assertEquals("Six pixels " + shown, elements(page, "img").getFirst().getAttribute("alt"));
    assertEquals(List.of(), elements(page, "script"));
  }

  @Test
  void refersToNothingOutside() {
    String html = full("x").html();
    assertFalse(Pattern.compile("https?:|//[a-z]|@import|<link|<script").matcher(html).find());
    assertTrue(html.contains("default-src &#39;none&#39;"), "content security policy");
    for (String source : html.split("src=\"", -1)) {
      assertTrue(source.startsWith("data:image/png;base64,") || source.startsWith("<!DOCTYPE"));
    }
  }

  @Test
  void picturesAreEmbeddedWithTheirSize() throws Exception {
    Element picture = elements(parse(full("x").html()), "img").getFirst();
    String source = picture.getAttribute("src");
    String encoded = source.substring("data:image/png;base64,".length());
    assertEquals(Base64.getEncoder().encodeToString(PNG), encoded);
    assertEquals("12", picture.getAttribute("width"));
    assertEquals("8", picture.getAttribute("height"));
  }

  @Test
  void drawingsAreNamedForThoseWhoDoNotSeeThem() throws Exception {
    Document page = parse(full("x").html());
    List<Element> drawings =
        elements(page, "svg").stream().filter(svg -> svg.hasAttribute("role")).toList();
    assertEquals(2, drawings.size());
    for (Element drawing : drawings) {
      for (String id : drawing.getAttribute("aria-labelledby").split(" ", -1)) {
        assertEquals(1, ids(page, id), id);
      }
    }
  }

  private static long ids(Document page, String id) {
    return elements(page, "*").stream().filter(e -> e.getAttribute("id").equals(id)).count();
  }

  @Test
  void printedWaterfallAddsUp() throws Exception {
    Waterfall waterfall = waterfall("x");
    List<String> printed = waterfall.printedChanges();
    long sum = 8000;
    for (int i = 0; i < printed.size(); i++) {
      long units = Math.round(1000 * Double.parseDouble(printed.get(i).replace('\u2212', '-')));
      assertEquals(waterfall.changes().get(i).value(), units / 1000.0, 0.001 + 1e-12);
      sum += units;
    }
    assertEquals("7.237", Waterfall.printed(waterfall.result().value()));
    assertEquals(7237, sum);
    String html = new HtmlReport("t").section("s", waterfall).html();
    List<String> texts = new ArrayList<>();
    elements(parse(html), "text").forEach(text -> texts.add(text.getTextContent()));
    assertTrue(texts.containsAll(printed), texts.toString());
    assertTrue(texts.containsAll(List.of("8.000", "7.237")), texts.toString());
  }

  @Test
  void sameContentSameBytesInAnyLocale() {
    String html = full("x").html();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertEquals(html, full("x").html());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void isWrittenWhole(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("report.html");
    full("é").write(file);
    assertEquals(full("é").html(), Files.readString(file));
    assertThrows(StoreException.class, () -> full("x").write(folder.resolve("none/report.html")));
  }

  @Test
  void contracts() {
    refuses("they must add up", () -> new Waterfall("w", bar(8), List.of(bar(-1)), bar(7.1)));
    refuses("is NaN", () -> bar(Double.NaN));
    refuses("title is empty", () -> new HtmlReport(" "));
    refuses("section 's' is empty", () -> new HtmlReport("t").section("s"));
    refuses(
        "row 0 has 1 cells, the header has 2",
        () -> new TableBlock("t", List.of("a", "b"), List.of(List.of("1"))));
    refuses("no PNG file", () -> new Picture(new byte[30], "a", "", 1));
    refuses("alternative is empty", () -> new Picture(PNG, "", "", 1));
    refuses("x must ascend", () -> new Series("s", new double[] {2, 1}, new double[2]));
    refuses("found 1 and 2", () -> new Series("s", new double[1], new double[2]));
    refuses(
        "no finite value",
        () ->
            new LineChart(
                "c", "x", "y", List.of(Series.perUpdate("s", new double[] {Double.NaN})), 1));
    refuses("1 to 6 series", () -> new LineChart("c", "x", "y", List.of(), 1));
    refuses("there are none", () -> new Definitions(new LinkedHashMap<>()));
  }

  private static Waterfall.Bar bar(double value) {
    return new Waterfall.Bar("b", value);
  }

  private static void refuses(String part, Runnable action) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    assertTrue(message.contains(part), message);
  }
}
