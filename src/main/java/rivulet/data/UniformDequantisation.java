package rivulet.data;

/** u ~ U[0,1)^D: ln q is 0. */
record UniformDequantisation() implements Dequantisation {
  @Override
  public DequantisationKind kind() {
    return DequantisationKind.UNIFORM;
  }

  @Override
  public double draw(byte[] pixels, int height, int width, double[] u) {
    return 0;
  }
}
