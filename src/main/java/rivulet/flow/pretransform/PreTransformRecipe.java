package rivulet.flow.pretransform;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which pre-transforms a model uses, in order from the data: what the user asks for and what a
 * file's configuration holds. {@link #fit} measures one level's {@link PreTransformChain}, {@link
 * #restore} rebuilds it from stored parameters.
 *
 * @param kinds in order, without repetition, logit first if at all; empty for {@code none}
 * @param alpha of the logit
 * @param knots of the cdf, per channel
 */
public record PreTransformRecipe(List<PreTransformKind> kinds, double alpha, int knots) {
  /** The α that keeps level 0 gentle (docs/mathematics.md, section 2). */
  public static final double DEFAULT_ALPHA = 0.05;

  /** More knots gain 0.003 bits/dim on Fashion-MNIST, half as many lose 0.01. */
  public static final int DEFAULT_KNOTS = 64;

  /** Checks the order, α and the number of knots. */
  public PreTransformRecipe {
    kinds = List.copyOf(kinds);
    Logit.requireAlpha(alpha);
    if (knots < 2 || knots > 4096) {
      throw new IllegalArgumentException(
          "cdf: %d knots asked, choose 2 to 4096, for example %d".formatted(knots, DEFAULT_KNOTS));
    }
    EnumSet<PreTransformKind> seen = EnumSet.noneOf(PreTransformKind.class);
    for (PreTransformKind kind : kinds) {
      if (!seen.add(kind)) {
        throw new IllegalArgumentException(
            "pre-transform: %s is named twice, name each transform once".formatted(kind.id()));
      }
    }
    for (PreTransformKind kind : kinds) {
      if (kind.conditional() && (kind != kinds.getLast() || seen.contains(PreTransformKind.CDF))) {
        throw new IllegalArgumentException(
            "pre-transform: %s takes the place of cdf and comes last".formatted(kind.id()));
      }
    }
    if (kinds.indexOf(PreTransformKind.LOGIT) > 0) {
      throw new IllegalArgumentException(
          "pre-transform: logit needs data in [0,1], put it first: logit,%s"
              .formatted(kinds.getFirst().id()));
    }
  }

  /** No transform at all. */
  public static final PreTransformRecipe NONE =
      new PreTransformRecipe(List.of(), DEFAULT_ALPHA, DEFAULT_KNOTS);

  /** {@link #parse(String, double, int)} with the default α and number of knots. */
  public static PreTransformRecipe parse(String text) {
    return parse(text, DEFAULT_ALPHA, DEFAULT_KNOTS);
  }

  /**
   * Reads {@code none} or a comma-separated list such as {@code logit,affine}.
   *
   * @throws IllegalArgumentException for an unknown name, a repetition or an impossible order
   */
  public static PreTransformRecipe parse(String text, double alpha, int knots) {
    if (text.strip().equals("none")) {
      return new PreTransformRecipe(List.of(), alpha, knots);
    }
    List<PreTransformKind> kinds = new ArrayList<>();
    for (String id : text.split(",", -1)) {
      kinds.add(PreTransformKind.parse(id.strip()));
    }
    return new PreTransformRecipe(kinds, alpha, knots);
  }

  /** The text that {@link #parse} reads. */
  public String text() {
    return kinds.isEmpty()
        ? "none"
        : kinds.stream().map(PreTransformKind::id).collect(Collectors.joining(","));
  }

  /** The transforms of one level: all, but logit at level 0 only, and conditional ones above. */
  public List<PreTransformKind> kindsAt(int level) {
    return kinds.stream()
        .filter(kind -> kind.appliesAt(level))
        .map(kind -> level == 0 && kind.conditional() ? PreTransformKind.CDF : kind)
        .toList();
  }

  /**
   * Measures the chain of one level from its training data, each transform on what those before it
   * make of the data.
   *
   * @throws IllegalArgumentException if the data does not allow it, for example a constant channel
   */
  public PreTransformChain fit(int level, PreTransformFit data) {
    return fit(level, data, new PreTransformFit.Coarse((image, values) -> {}, 0, 0));
  }

  /** {@link #fit(int, PreTransformFit)} of a level above 0 with the coarser images. */
  public PreTransformChain fit(int level, PreTransformFit data, PreTransformFit.Coarse coarse) {
    List<PreTransform> stages = new ArrayList<>();
    PreTransformFit remaining = data;
    for (PreTransformKind kind : kindsAt(level)) {
      if (kind.conditional()) {
        return new PreTransformChain(stages, Optional.of(fit(kind, remaining, coarse)));
      }
      PreTransform stage =
          switch (kind) {
            case LOGIT -> new Logit(alpha);
            case AFFINE -> remaining.affine();
            case CDF -> remaining.cdf(knots);
            case ATOMS -> remaining.atoms();
            case CONDITIONAL_CDF, INTERPOLATED_CDF -> throw misplaced(kind);
          };
      stages.add(stage);
      remaining = remaining.after(stage);
    }
    return new PreTransformChain(stages);
  }

  private ConditionalPreTransform fit(
      PreTransformKind kind, PreTransformFit data, PreTransformFit.Coarse coarse) {
    return switch (kind) {
      case CONDITIONAL_CDF -> new ConditionalCdfFit(data, coarse).fit(contextKnots(2));
      case INTERPOLATED_CDF -> new InterpolatedCdfFit(data, coarse).fit(contextKnots(4));
      case LOGIT, AFFINE, CDF, ATOMS -> throw misplaced(kind);
    };
  }

  private static IllegalStateException misplaced(PreTransformKind kind) {
    return new IllegalStateException(
        "pre-transform: "
            + kind.id()
            + (kind.conditional() ? " needs" : " takes no")
            + " contexts");
  }

  /** A context's marginal is simpler than that of all pixels and has fewer values. */
  private int contextKnots(int fewer) {
    return Math.max(2, knots / fewer);
  }

  /**
   * Rebuilds the chain of one level.
   *
   * @param parameters as {@link PreTransformChain#parameters} gave them; other names are ignored
   * @throws IllegalArgumentException if an array is missing or has another shape
   */
  public PreTransformChain restore(int level, Map<String, PreTransformArray> parameters) {
    List<PreTransform> stages = new ArrayList<>();
    for (PreTransformKind kind : kindsAt(level)) {
      if (kind.conditional()) {
        return new PreTransformChain(stages, Optional.of(restore(kind, parameters)));
      }
      stages.add(
          switch (kind) {
            case LOGIT -> new Logit(alpha);
            case AFFINE -> Affine.restore(parameters);
            case CDF, ATOMS -> Cdf.restore(parameters);
            case CONDITIONAL_CDF, INTERPOLATED_CDF -> throw misplaced(kind);
          });
    }
    return new PreTransformChain(stages);
  }

  private static ConditionalPreTransform restore(
      PreTransformKind kind, Map<String, PreTransformArray> parameters) {
    return switch (kind) {
      case CONDITIONAL_CDF -> ConditionalCdf.restore(parameters);
      case INTERPOLATED_CDF -> InterpolatedCdf.restore(parameters);
      case LOGIT, AFFINE, CDF, ATOMS -> throw misplaced(kind);
    };
  }
}
