package rivulet.store.exchange;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of tensors in the published code's state_dict.
 *
 * @param level of the block, the coarsest being 0
 * @param link number of the block in its level's chain
 * @param rest name within the block
 */
record WeightName(int level, int link, String rest) {
  static final String LEVELS = "scale_models.";

  /** What comes between a block and the parameters of its network. */
  static final String NETWORK = "odefunc.odefunc.diffeq.";

  /** √T of the end time T: 1 unless the published code was asked to train it. */
  static final String END_TIME = "sqrt_end_time";

  /** By how much the end time varies in training. */
  static final String STEER = "steer_b";

  /** How often the field was evaluated last. */
  static final String EVALUATIONS = "odefunc.odefunc._num_evals";

  private static final Pattern BLOCK =
      Pattern.compile("scale_models\\.(\\d{1,3})\\.chain\\.(\\d{1,4})\\.(.+)");
  private static final Pattern MEASURED = Pattern.compile("pre_transforms\\.(\\d{1,3})\\..+");
  private static final Pattern SLOPE =
      Pattern.compile(Pattern.quote(NETWORK) + "activation_fns\\.\\d{1,3}\\.beta");

  /** The parts of a name within a block. */
  static Optional<WeightName> of(String name) {
    Matcher block = BLOCK.matcher(name);
    return block.matches()
        ? Optional.of(
            new WeightName(
                Integer.parseInt(block.group(1)), Integer.parseInt(block.group(2)), block.group(3)))
        : Optional.empty();
  }

  /** The level that a tensor belongs to: its weights and its measured transforms; else none. */
  static OptionalInt level(String name) {
    Matcher measured = MEASURED.matcher(name);
    return measured.matches()
        ? OptionalInt.of(Integer.parseInt(measured.group(1)))
        : of(name).map(weight -> OptionalInt.of(weight.level())).orElse(OptionalInt.empty());
  }

  /** The name of another tensor of the same block. */
  String beside(String other) {
    return LEVELS + level + ".chain." + link + "." + other;
  }

  /** Whether this is β of the published swish, x·σ(βx). */
  boolean isSlope() {
    return SLOPE.matcher(rest).matches();
  }

  /** The name, within a block, of β after layer {@code k}. */
  static String slope(int k) {
    return NETWORK + "activation_fns." + k + ".beta";
  }

  /** Whether our models have no such tensor: it is a constant, or no number of the model. */
  boolean isBuffer() {
    return rest.equals(END_TIME) || rest.equals(STEER) || rest.equals(EVALUATIONS) || isSlope();
  }
}
