package baselines;

import java.util.Map;
import rivulet.autodiff.Lattice;
import rivulet.autodiff.Tracer;
import rivulet.autodiff.Value;
import rivulet.tensor.Shape;

/**
 * The two colours of a checkerboard; an image of one pixel has one, which moves in every other
 * step.
 *
 * @param colour which pixels are seen: those whose row and column add up to this modulo 2
 */
record PixelHalves(Shape image, int colour) implements Halves {
  private boolean sees(int pixel) {
    return (pixel / image.width() + pixel % image.width()) % 2 == colour;
  }

  @Override
  public Shape seen() {
    return image;
  }

  @Override
  public int moving() {
    return image.channels();
  }

  @Override
  public int entries() {
    int count = 0;
    for (int pixel = 0; pixel < image.pixels(); pixel++) {
      count += sees(pixel) ? 0 : image.channels();
    }
    return count;
  }

  @Override
  public Parts divide(Layers layers, String name, Value whole) {
    Tracer tracer = layers.tracer();
    Value seen = tracer.multiply(mask(tracer, colour), whole);
    return new Parts(whole, seen, whole, mask(tracer, 1 - colour));
  }

  /** 1 where row and column add up to the colour modulo 2. */
  private Value mask(Tracer tracer, int wanted) {
    Value mask = tracer.fill(image, 0);
    for (int row = 0; row < Math.min(2, image.height()); row++) {
      int column = (row + wanted) % 2;
      if (column < image.width()) {
        Lattice lattice = new Lattice(0, image.channels(), row, 2, column, 2);
        mask = tracer.add(mask, tracer.indicator(image, lattice, true));
      }
    }
    return mask;
  }

  @Override
  public Value joined(Layers layers, Parts parts, Value moved) {
    Tracer tracer = layers.tracer();
    return tracer.add(parts.seen(), tracer.multiply(parts.key(), moved));
  }

  @Override
  public void sum(Layers layers, Parts parts, String output, Value map) {
    layers.tracer().output(output, layers.tracer().dot(map, parts.key(), 1));
  }

  @Override
  public double[] seen(String name, Map<String, double[]> weights, double[] whole) {
    double[] seen = whole.clone();
    for (int i = 0; i < seen.length; i++) {
      seen[i] = sees(i % image.pixels()) ? whole[i] : 0;
    }
    return seen;
  }

  @Override
  public void undo(
      String name, Map<String, double[]> weights, double[] whole, double[] scale, double[] shift) {
    for (int i = 0; i < whole.length; i++) {
      if (!sees(i % image.pixels())) {
        whole[i] = (whole[i] - shift[i]) / scale[i];
      }
    }
  }
}
