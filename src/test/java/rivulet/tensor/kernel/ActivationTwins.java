package rivulet.tensor.kernel;

import rivulet.tensor.Activation;

/** The scalar forms of the activations, one element at a time. */
final class ActivationTwins {
  private ActivationTwins() {}

  static float value(Activation kind, float x) {
    float e = Exponential.decay(x);
    return switch (kind) {
      case SOFTPLUS -> Softplus.value(x, e);
      case SIGMOID -> Sigmoid.value(x, e);
      case TANH -> Tanh.value(x, Exponential.decayLessOne(x + x));
      case ELU -> Elu.value(x);
      case SWISH -> Swish.value(x);
    };
  }

  static float first(Activation kind, float x) {
    float e = Exponential.decay(x);
    return switch (kind) {
      case SOFTPLUS -> Sigmoid.value(x, e);
      case SIGMOID -> Sigmoid.derivative(e);
      case TANH -> Tanh.derivative(x, Exponential.decayLessOne(x + x));
      case ELU -> Elu.derivative(x);
      case SWISH -> Swish.derivative(x);
    };
  }

  static float second(Activation kind, float x) {
    float e = Exponential.decay(x);
    return switch (kind) {
      case SOFTPLUS -> Sigmoid.derivative(e);
      case SIGMOID -> Sigmoid.second(x, e);
      case TANH -> Tanh.second(x, Exponential.decayLessOne(x + x));
      case ELU -> Elu.second(x);
      case SWISH -> Swish.second(x);
    };
  }
}
