package rivulet.flow.network;

import java.util.ArrayList;
import java.util.List;
import rivulet.autodiff.Lattice;
import rivulet.autodiff.Program;
import rivulet.autodiff.TracedField;
import rivulet.tensor.Shape;

/**
 * Classes of entries of an image, such that each entry is in one. Entries of different pixels of a
 * class are at least {@code rowStep} rows or {@code columnStep} columns apart: with steps beyond
 * the reach R of a field, {@code ∂f_p/∂z_q = 0} for any two of its pixels, and one product J·1 with
 * the class's indicator gives all its diagonal entries (docs/mathematics.md, section 3).
 *
 * @param shape of the image
 * @param rowStep rows between pixels of a class
 * @param columnStep columns between pixels of a class
 */
record Colouring(Shape shape, int rowStep, int columnStep) {

  /** Steps of that size, as far as the image goes. */
  static Colouring spaced(Shape shape, int step) {
    return new Colouring(
        shape, Math.clamp(step, 1, shape.height()), Math.clamp(step, 1, shape.width()));
  }

  /** The coarsest colouring with an exact diagonal for f(z) as traced. */
  static Colouring beyondReach(Program field) {
    int reach = field.reach(TracedField.STATE, TracedField.OUTPUT);
    return spaced(field.input(TracedField.STATE).shape(), reach + 1);
  }

  /** Classes of whole pixels. */
  List<Lattice> pixels() {
    List<Lattice> classes = new ArrayList<>();
    add(classes, 0, shape.channels());
    return classes;
  }

  /** Classes of one channel each, channel by channel. */
  List<Lattice> entries() {
    List<Lattice> classes = new ArrayList<>();
    for (int c = 0; c < shape.channels(); c++) {
      add(classes, c, c + 1);
    }
    return classes;
  }

  private void add(List<Lattice> classes, int firstChannel, int endChannel) {
    for (int row = 0; row < rowStep; row++) {
      for (int column = 0; column < columnStep; column++) {
        classes.add(new Lattice(firstChannel, endChannel, row, rowStep, column, columnStep));
      }
    }
  }
}
