package rivulet.web;

import java.util.List;
import rivulet.inspect.HtmlReport;

/** What all pages share: style, modules, and the end of a task. */
final class Ground implements Page {
  private final Jobs jobs;

  Ground(Jobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public List<Asset> assets() {
    return List.of(
        Asset.beside(HtmlReport.class, "style.css"),
        Asset.beside(Ground.class, "page.css"),
        Asset.beside(Ground.class, "icon.svg"),
        Asset.beside(Ground.class, "api.js"),
        Asset.beside(Ground.class, "chart.js"),
        Asset.beside(Ground.class, "scale.js"),
        Asset.beside(Ground.class, "colour.js"),
        Asset.beside(Ground.class, "picture.js"),
        Asset.beside(Ground.class, "controls.js"));
  }

  @Override
  public List<Call<?>> calls() {
    return List.of(new CancelCall(jobs));
  }
}
