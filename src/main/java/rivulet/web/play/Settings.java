package rivulet.web.play;

import java.util.List;
import java.util.Optional;
import rivulet.PointData;
import rivulet.PointTraining;

/**
 * How a flow is trained; what is missing is usual for its data.
 *
 * @param objective {@code matching} or {@code likelihood}
 * @param pairing of matching: {@code none} or {@code optimal}
 * @param kinetic weight of the kinetic energy under likelihood
 * @param hidden widths of the network
 * @param layer how time enters: {@code concat} or {@code concatsquash}
 * @param activation between the layers
 * @param learningRate highest
 * @param batch points per update
 * @param averaging decay of the average of the weights
 * @param times of matching
 * @param updates in all, over which the rate falls to zero
 * @param seed of everything random
 */
public record Settings(
    Optional<String> objective,
    Optional<String> pairing,
    Optional<Double> kinetic,
    Optional<List<Integer>> hidden,
    Optional<String> layer,
    Optional<String> activation,
    Optional<Double> learningRate,
    Optional<Integer> batch,
    Optional<Double> averaging,
    Optional<String> times,
    Optional<Long> updates,
    Optional<Long> seed) {

  /**
   * The training that they describe.
   *
   * @throws IllegalArgumentException for what makes no sense, or does not fit the points
   */
  public PointTraining training(PointData data) {
    PointTraining training = PointTraining.of(data);
    times.ifPresent(training::times);
    objective.ifPresent(training::objective);
    updates.ifPresent(training::updates);
    seed.ifPresent(training::seed);
    pairing.ifPresent(training::pairing);
    kinetic.ifPresent(training::kinetic);
    batch.ifPresent(training::batch);
    learningRate.ifPresent(training::learningRate);
    averaging.ifPresent(training::averaging);
    layer.ifPresent(training::layer);
    activation.ifPresent(training::activation);
    hidden.ifPresent(widths -> training.hidden(widths.toArray(Integer[]::new)));
    return training.checked();
  }
}
