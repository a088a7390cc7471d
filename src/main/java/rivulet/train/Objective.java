package rivulet.train;

/** What a phase of a run descends, with its own settings. */
public sealed interface Objective permits Matching, Likelihood, Objective.NoiseBound {
  /** Its name in files and for people. */
  String label();

  /**
   * The bound of the likelihood of pixels by variational noise, which is trained while the flow
   * stays as it is; solved as {@link TrainConfig#likelihood} says.
   */
  record NoiseBound() implements Objective {
    @Override
    public String label() {
      return "dequantisation";
    }
  }
}
