package rivulet.flow.pretransform;

import rivulet.names.Named;

/** The pre-transforms there are, by name. */
public enum PreTransformKind {
  /** {@link Logit}, at level 0 only: details are not in [0,1]. */
  LOGIT("logit"),
  /** {@link Affine}, at every level. */
  AFFINE("affine"),
  /** {@link Cdf}, at every level. */
  CDF("cdf"),
  /** {@link AtomSpline}, of pixels only: before the pyramid. */
  ATOMS("atoms"),
  /** {@link ConditionalCdf} above level 0, {@link Cdf} there; the last of a list. */
  CONDITIONAL_CDF("conditional-cdf"),
  /** {@link InterpolatedCdf} above level 0, {@link Cdf} there; the last of a list. */
  INTERPOLATED_CDF("interpolated-cdf");

  private final String id;

  PreTransformKind(String id) {
    this.id = id;
  }

  /** The name on the command line and in files: as {@code logit} or {@code cdf}. */
  public String id() {
    return id;
  }

  /** Whether the transform is part of a level's chain when it is asked for. */
  public boolean appliesAt(int level) {
    return this != LOGIT || level == 0;
  }

  /** Whether the transform depends on the coarser image, above level 0. */
  public boolean conditional() {
    return switch (this) {
      case CONDITIONAL_CDF, INTERPOLATED_CDF -> true;
      case LOGIT, AFFINE, CDF, ATOMS -> false;
    };
  }

  static PreTransformKind parse(String id) {
    return Named.of(
        "pre-transform", id, values(), PreTransformKind::id, ", or a list of them, or none");
  }
}
