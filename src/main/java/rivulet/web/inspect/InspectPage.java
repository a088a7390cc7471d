package rivulet.web.inspect;

import java.util.List;
import java.util.Optional;
import rivulet.Images;
import rivulet.Model;
import rivulet.web.Asset;
import rivulet.web.Call;
import rivulet.web.Page;

/** One model: images on their way through it, and what it makes of noise. */
public final class InspectPage implements Page {
  private final List<Call<?>> calls;

  /**
   * A page.
   *
   * @param name what the model is called
   * @param images to choose from, of the model's size or coarser; others can be dropped
   * @param threads workers of each task
   */
  public InspectPage(String name, Model model, Optional<Images> images, int threads) {
    Shown shown = new Shown(images);
    calls =
        List.of(
            new ModelCall(name, model, shown),
            new PicturesCall(shown),
            new DropCall(shown),
            new CourseTask(model, shown, threads),
            new ProgramCall(model),
            new SampleTask(model, threads),
            new UpscaleTask(model, shown, threads),
            new WalkTask(model, shown, threads));
  }

  @Override
  public List<Asset> assets() {
    return List.of(
        Asset.beside(InspectPage.class, "inspect.html").asIndex(),
        Asset.beside(InspectPage.class, "inspect.js"),
        Asset.beside(InspectPage.class, "levels.js"),
        Asset.beside(InspectPage.class, "draws.js"));
  }

  @Override
  public List<Call<?>> calls() {
    return calls;
  }
}
