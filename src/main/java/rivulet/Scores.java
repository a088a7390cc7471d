package rivulet;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import rivulet.measure.Evaluation;
import rivulet.measure.ood.AlteredImages;
import rivulet.measure.ood.Auroc;
import rivulet.measure.ood.ScoreTable;

/**
 * Out-of-distribution scores of two sets of images under a model, and how well each score tells
 * them apart. Every score is larger for an image further out. In bits/dim, of images of D values:
 *
 * <ul>
 *   <li>{@code bits_per_dim}; {@code level_k}, that of level k given the coarser image, over its
 *       own values; {@code details}, all levels but the coarsest; {@code delta}, the finest level
 *       less all before it; {@code latent}, −log₂ N(z; 0, I) / D;
 *   <li>{@code png}, the size of the image as a PNG file, of no model; {@code bits_less_png}, Serrà
 *       and others 2020; {@code bits_less_background}, those of another model taken off;
 *   <li>with {@link Measuring#maps} alone, of the exact divergence of each pixel (see {@link
 *       #insideMaps}): {@code divergence}, its mean over pixels, −log₂ |det| of the flow over D;
 *       {@code divergence_spread}, its deviation over pixels; {@code divergence_map}, root mean
 *       squared difference from the mean map of a reference part;
 *   <li>{@code typicality} and {@code typicality_less_png}, how far {@code bits_per_dim} and {@code
 *       bits_less_png} are from their means over a reference part, either way; Nalisnick and others
 *       2019.
 * </ul>
 */
public final class Scores {
  /** Name of the score that asks for exact divergences and a reference. */
  public static final String DIVERGENCE_MAP = ScoreTable.DIVERGENCE_MAP;

  /** Name of the score that asks for exact divergences. */
  public static final String DIVERGENCE_SPREAD = ScoreTable.DIVERGENCE_SPREAD;

  private final Sets sets;
  private final ScoreTable inside;
  private final ScoreTable outside;

  private Scores(Sets sets, ScoreTable inside, ScoreTable outside) {
    this.sets = sets;
    this.inside = inside;
    this.outside = outside;
  }

  /**
   * What is scored.
   *
   * @param inside images like those that the model was trained on, at least two, best such as it
   *     has not seen
   * @param outside images unlike them, at least two; {@link Images#altered} makes some
   * @param reference images like those inside, whose means typicality is measured from; without
   *     them there is no typicality
   * @param background another model, of images in general; of the same size of images
   */
  public record Sets(
      Images inside, Images outside, Optional<Images> reference, Optional<Model> background) {

    /**
     * Checks that errors can be told.
     *
     * @throws IllegalArgumentException if a set that is told apart is a single image
     * @throws NullPointerException with the name of what is null
     */
    public Sets {
      Objects.requireNonNull(inside, "scores: inside");
      Objects.requireNonNull(outside, "scores: outside");
      Objects.requireNonNull(reference, "scores: reference");
      Objects.requireNonNull(background, "scores: background");
      requireSeveral("inside", inside);
      requireSeveral("outside", outside);
    }

    private static void requireSeveral(String role, Images images) {
      if (images.count() < 2) {
        throw new IllegalArgumentException(
            "ood: the error of an AUROC needs at least 2 images "
                + role
                + ", found 1 in "
                + images.name()
                + "; give more");
      }
    }

    /** Without reference and background. */
    public static Sets of(Images inside, Images outside) {
      return new Sets(inside, outside, Optional.empty(), Optional.empty());
    }

    /** Whether each image outside was made of the image of its place inside. */
    public boolean paired() {
      return outside.set() instanceof AlteredImages altered && altered.whole() == inside.set();
    }

    private List<Images> all() {
      return reference.map(part -> List.of(inside, outside, part)).orElse(List.of(inside, outside));
    }

    private void require(Model model) {
      for (Images images : all()) {
        model.requireFit("ood: " + images.name(), images);
        background.ifPresent(
            other -> other.requireFit("ood: background of " + images.name(), images));
      }
    }
  }

  /**
   * How well a score tells the sets apart.
   *
   * @param auroc chance that an image outside scores above one inside, ties counting half
   * @param standardError over images, of DeLong and others 1988; of pairs where the images outside
   *     were made of those inside; 0 where the sets do not overlap
   */
  public record Separation(double auroc, double standardError) {}

  /**
   * Scores every image.
   *
   * @throws IllegalArgumentException if images are not of the model's size, or settings contradict
   * @throws IllegalStateException if a solve does not arrive
   */
  public static Scores of(Model model, Sets sets, Measuring how, Progress progress) {
    sets.require(model);
    Measured measured = new Measured(model, sets, how, progress);
    ScoreTable in = measured.table(sets.inside());
    ScoreTable out = measured.table(sets.outside());
    if (sets.reference().isPresent()) {
      ScoreTable reference = measured.table(sets.reference().get());
      in = in.withTypicality(reference);
      out = out.withTypicality(reference);
    }
    return new Scores(sets, in, out);
  }

  /** Scores every image as {@link Measuring#usual} measures them. */
  public static Scores of(Model model, Images inside, Images outside) {
    return of(model, Sets.of(inside, outside), Measuring.usual(), Progress.SILENT);
  }

  /** Measures set after set, telling how far all of them are. */
  private static final class Measured {
    private final Model model;
    private final Optional<Model> background;
    private final Measuring how;
    private final Progress progress;
    private final long all;
    private long before;

    Measured(Model model, Sets sets, Measuring how, Progress progress) {
      this.model = model;
      this.background = sets.background();
      this.how = how;
      this.progress = progress;
      int models = background.isPresent() ? 2 : 1;
      this.all = models * sets.all().stream().mapToLong(Images::count).sum();
    }

    ScoreTable table(Images images) {
      Evaluation own = evaluation(model, images, how);
      return ScoreTable.of(
          images.set(),
          own,
          background.map(other -> evaluation(other, images, how.withMaps(false))));
    }

    private Evaluation evaluation(Model of, Images images, Measuring by) {
      long count = images.count();
      Likelihood found =
          of.logLikelihood(
              images, by, (done, whole) -> progress.done(before + count * done / whole, all));
      before += count;
      return found.evaluation();
    }
  }

  /** What was scored. */
  public Sets sets() {
    return sets;
  }

  /** Names of the scores. */
  public List<String> names() {
    return inside.names();
  }

  /**
   * A score of every image inside.
   *
   * @throws IllegalArgumentException if there is no such score
   */
  public double[] inside(String name) {
    return inside.of(name);
  }

  /**
   * A score of every image outside.
   *
   * @throws IllegalArgumentException if there is no such score
   */
  public double[] outside(String name) {
    return outside.of(name);
  }

  /**
   * The exact divergence of each image inside by pixel, integrated along its way through all
   * levels, in bits/dim, row by row: positive where the flow contracts, which costs bits. What an
   * entry of a coarser level has is divided among the pixels that it covers. Not copied.
   *
   * @throws IllegalStateException unless {@link Measuring#maps} were asked for
   */
  public double[][] insideMaps() {
    return maps(inside);
  }

  /** The same of each image outside. */
  public double[][] outsideMaps() {
    return maps(outside);
  }

  private static double[][] maps(ScoreTable table) {
    return table
        .maps()
        .orElseThrow(() -> new IllegalStateException("scores: maps were not asked for"))
        .maps();
  }

  /** How well a score tells the sets apart. */
  public Separation separation(String name) {
    Auroc found =
        sets.paired()
            ? Auroc.ofPairs(inside(name), outside(name))
            : Auroc.of(inside(name), outside(name));
    return new Separation(found.value(), found.standardError());
  }

  /** Means of a score inside and outside. */
  public double[] means(String name) {
    return new double[] {inside.mean(name), outside.mean(name)};
  }

  @Override
  public String toString() {
    return Arrays.toString(names().toArray());
  }
}
