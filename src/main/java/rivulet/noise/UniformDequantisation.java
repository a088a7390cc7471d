package rivulet.noise;

/** u ~ U[0,1)^D: ln q is 0. */
public record UniformDequantisation() implements Dequantisation {
  @Override
  public DequantisationKind kind() {
    return DequantisationKind.UNIFORM;
  }

  @Override
  public int bits() {
    return WHOLE_BITS;
  }

  @Override
  public NoiseSampler sampler(int channels, int height, int width) {
    return (pixels, u) -> 0;
  }
}
