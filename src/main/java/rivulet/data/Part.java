package rivulet.data;

/** Which half of a published data set is meant, where a folder holds both. */
public enum Part {
  /** The files named {@code train-...}. */
  TRAIN("train"),
  /** The files named {@code t10k-...}. */
  TEST("t10k");

  private final String prefix;

  Part(String prefix) {
    this.prefix = prefix;
  }

  /** First word of the file names of this part: {@code train} or {@code t10k}. */
  public String prefix() {
    return prefix;
  }
}
