package rivulet.training;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Stream;
import rivulet.names.Named;
import rivulet.train.descent.OptimiserKind;
import rivulet.train.descent.Schedule;

/**
 * How gradients become new weights: rule, learning rate and its schedule, clipping, averaging. What
 * is not set depends on the objective. Immutable: each setter returns another and refuses null.
 * Numbers are checked with the training that they are for.
 */
public final class Optimiser {
  /** All rules. */
  public static final List<String> RULES =
      Stream.of(OptimiserKind.values()).map(OptimiserKind::label).toList();

  private static final Optimiser USUAL = new Optimiser();

  private Optional<String> rule = Optional.empty();
  private OptionalDouble rate = OptionalDouble.empty();
  private int warmUp = Recipe.WARM_UP;
  private List<Long> falls = List.of();
  private OptionalDouble averaging = OptionalDouble.empty();
  private double clip = Recipe.CLIP;
  private double skip = Recipe.SKIP;

  private Optimiser() {}

  private Optimiser with(Consumer<Optimiser> change) {
    Optimiser copy = new Optimiser();
    copy.rule = rule;
    copy.rate = rate;
    copy.warmUp = warmUp;
    copy.falls = falls;
    copy.averaging = averaging;
    copy.clip = clip;
    copy.skip = skip;
    change.accept(copy);
    return copy;
  }

  /** The best that is known for short trainings. */
  public static Optimiser usual() {
    return USUAL;
  }

  /** Muon, which orthogonalises updates of hidden kernels, or adam: muon, by likelihood adam. */
  public Optimiser rule(String name) {
    Objects.requireNonNull(name, "optimiser: rule");
    return with(to -> to.rule = Optional.of(name));
  }

  /** Highest learning rate: 0.01, by likelihood 0.003. */
  public Optimiser rate(double highest) {
    return with(to -> to.rate = OptionalDouble.of(highest));
  }

  /** Updates over which the rate rises: 30. */
  public Optimiser warmUp(int updates) {
    return with(to -> to.warmUp = updates);
  }

  /**
   * Updates at which the rate has fallen to zero, ascending: the last alone. A run that is longer
   * than these has one more fall; 0 alone: the rate stays.
   */
  public Optimiser falls(List<Long> updates) {
    Objects.requireNonNull(updates, "optimiser: falls");
    updates.forEach(update -> Objects.requireNonNull(update, "optimiser: falls"));
    return with(to -> to.falls = List.copyOf(updates));
  }

  /** Decay of the average of weights, 0 for none: 0.99, by likelihood 0. */
  public Optimiser averaging(double decay) {
    return with(to -> to.averaging = OptionalDouble.of(decay));
  }

  /** Norm down to which a gradient is scaled: 1. */
  public Optimiser clip(double norm) {
    return with(to -> to.clip = norm);
  }

  /** Norm of the gradient from which an update is left out: 500. */
  public Optimiser skip(double norm) {
    return with(to -> to.skip = norm);
  }

  OptimiserKind kind(boolean matches) {
    OptimiserKind usual = matches ? OptimiserKind.MUON : OptimiserKind.ADAM;
    return rule.map(name ->
            Named.of(
                "optimiser",
                name.toLowerCase(Locale.ROOT),
                OptimiserKind.values(),
                OptimiserKind::label))
        .orElse(usual);
  }

  double averaging(boolean matches) {
    return averaging.orElse(matches ? Recipe.AVERAGING : 0);
  }

  double clip() {
    return clip;
  }

  double skip() {
    return skip;
  }

  /** A constant rate, after the warm-up. */
  Schedule constant(boolean matches) {
    double usual = matches ? Recipe.MATCHING_RATE : Recipe.LIKELIHOOD_RATE;
    return new Schedule(rate.orElse(usual), warmUp, List.of());
  }

  /** Where the rate of a run of so many updates has fallen to zero. */
  List<Long> falls(boolean matches, long end) {
    if (falls.equals(List.of(0L)) || (falls.isEmpty() && end == 0)) {
      return List.of(); // without updates whoever goes on chooses
    }
    return falls.isEmpty() ? List.of(end) : constant(matches).withFalls(falls).lengthened(end);
  }
}
