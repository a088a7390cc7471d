package rivulet.check;

/** How the distance of a result from its reference is measured. */
public enum ErrorMeasure {
  /** max|error| / max|reference|. */
  RELATIVE_TO_LARGEST {
    @Override
    double of(double[] result, double[] reference) {
      return largest(result, reference, true);
    }
  },
  /** ‖error‖₂ / ‖reference‖₂. */
  RELATIVE_L2 {
    @Override
    double of(double[] result, double[] reference) {
      double error = 0;
      double norm = 0;
      for (int i = 0; i < reference.length; i++) {
        error += (result[i] - reference[i]) * (result[i] - reference[i]);
        norm += reference[i] * reference[i];
      }
      return norm == 0 ? Math.sqrt(error) : Math.sqrt(error / norm);
    }
  },
  /** max over entries of |error| / |reference|. */
  RELATIVE {
    @Override
    double of(double[] result, double[] reference) {
      double worst = 0;
      for (int i = 0; i < reference.length; i++) {
        double scale = reference[i] == 0 ? 1 : Math.abs(reference[i]);
        worst = worse(worst, Math.abs(result[i] - reference[i]) / scale);
      }
      return worst;
    }
  },
  /** max|error|. */
  ABSOLUTE {
    @Override
    double of(double[] result, double[] reference) {
      return largest(result, reference, false);
    }
  };

  abstract double of(double[] result, double[] reference);

  private static double largest(double[] result, double[] reference, boolean relative) {
    double error = 0;
    double scale = 0;
    for (int i = 0; i < reference.length; i++) {
      error = worse(error, Math.abs(result[i] - reference[i]));
      scale = Math.max(scale, Math.abs(reference[i]));
    }
    return relative && scale > 0 ? error / scale : error;
  }

  /** The larger one; not a number counts as infinitely wrong. */
  private static double worse(double a, double b) {
    return b <= a ? a : Double.isNaN(b) ? Double.POSITIVE_INFINITY : b;
  }
}
