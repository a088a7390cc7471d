package rivulet.inspect;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import rivulet.store.AtomicFile;
import rivulet.store.StoreException;

/**
 * One self-contained page: title, lead, key figures, sections. It needs no network and no script.
 *
 * <pre>{@code
 * new HtmlReport("Rivulet demo")
 *     .lead("Trained on 6,000 images in 97 s.")
 *     .figures(List.of(new KeyFigure("4.312", "test bits/dim", "± 0.021 over 1,000 images")))
 *     .section("Samples", new Picture(png, "16 garments drawn by the model", "Seed 3.", 1))
 *     .write(Path.of("report.html"));
 * }</pre>
 */
public final class HtmlReport {
  private static final String POLICY =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

  private record Section(String title, List<Block> blocks) {}

  private final String title;
  private final List<String> leads = new ArrayList<>();
  private final List<KeyFigure> figures = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();

  /**
   * An empty page.
   *
   * @throws IllegalArgumentException if the title is empty
   */
  public HtmlReport(String title) {
    Require.text("report", "title", title);
    this.title = title;
  }

  /** Adds a paragraph below the title; plain text. */
  public HtmlReport lead(String text) {
    Require.text("report", "lead", text);
    leads.add(text);
    return this;
  }

  /** Adds key figures, shown in a row below the lead. */
  public HtmlReport figures(List<KeyFigure> more) {
    figures.addAll(more);
    return this;
  }

  /**
   * Adds a section.
   *
   * @throws IllegalArgumentException if it has no title or no blocks
   */
  public HtmlReport section(String heading, List<? extends Block> blocks) {
    Require.text("report", "section title", heading);
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("report: section '" + heading + "' is empty");
    }
    sections.add(new Section(heading, List.copyOf(blocks)));
    return this;
  }

  /** {@link #section(String, List)} with the blocks one by one. */
  public HtmlReport section(String heading, Block... blocks) {
    return section(heading, List.of(blocks));
  }

  /** The page: HTML that is well-formed XML too. */
  public String html() {
    Markup out = new Markup();
    out.verbatim("<!DOCTYPE html>").line().open("html", "lang", "en").line();
    head(out);
    out.open("body").open("main").line();
    header(out);
    BlockHtml blocks = new BlockHtml(out);
    for (Section section : sections) {
      out.open("section").element("h2", section.title()).line();
      section.blocks().forEach(blocks::write);
      out.close().line();
    }
    return out.close().close().close().line().page();
  }

  private void head(Markup out) {
    out.open("head").line();
    out.empty("meta", "charset", "utf-8").line();
    out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    out.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY).line();
    out.element("title", title).line();
    out.open("style").line().verbatim(StyleSheet.TEXT).close().line();
    out.close().line();
  }

  private void header(Markup out) {
    out.open("header").element("h1", title).line();
    leads.forEach(lead -> out.element("p", lead, "class", "lead").line());
    if (!figures.isEmpty()) {
      out.open("ul", "class", "figures").line();
      figures.forEach(figure -> write(figure, out));
      out.close().line();
    }
    out.close().line();
  }

  private static void write(KeyFigure figure, Markup out) {
    out.open("li").element("strong", figure.value()).element("span", figure.name());
    if (!figure.note().isBlank()) {
      out.element("small", figure.note());
    }
    out.close().line();
  }

  /**
   * Writes the page, whole or not at all.
   *
   * @throws StoreException if the folder is missing or writing fails
   */
  public void write(Path file) {
    AtomicFile.write(file, html().getBytes(StandardCharsets.UTF_8));
  }
}
