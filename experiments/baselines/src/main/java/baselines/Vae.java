package baselines;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rivulet.autodiff.Binding;
import rivulet.autodiff.Program;
import rivulet.autodiff.Tracer;
import rivulet.autodiff.Value;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;

/**
 * A convolutional variational autoencoder of 8-bit images, in bits that need no dequantisation. Of
 * pixels k = 0 … 255, as an image z = (k − 127.5)/127.5 whose blocks are channels ({@link
 * Squeeze}),
 *
 * <pre>
 *   code = m + σ(w)·noise        (m, w) = encoder(z), noise and prior N(0, I)
 *   KL   = ½ Σ (m² + σ(w)² − 1) − Σ ln σ(w)
 *   (μ, v) = decoder(code)       d = softplus(v), the inverse scale of a logistic distribution
 *   P(k) = σ(a) − σ(b)           a = d·(k + ½ − μ), b = a − d; σ(b) is 0 at k = 0, σ(a) 1 at 255
 * </pre>
 *
 * <p>e^d − 1 = e^v, therefore ln P = v + b − softplus(a) − softplus(b) without a difference of
 * nearly equal numbers; at the ends it is a − softplus(a) and −softplus(b). A deviation below that
 * of the prior, as σ(w) is, is no restriction: no posterior of a useful code is wider.
 *
 * @param image shape of the squeezed image
 * @param latent channels of the code, at as many pixels
 * @param width of encoder and decoder
 * @param layers of each between its first and its last
 */
record Vae(Shape image, int latent, int width, int layers) {
  /** Inputs beside the image. */
  static final String NOISE = "noise";

  static final String INNER = "inner";
  static final String LEAST = "least";
  static final String NOT_LEAST = "not least";
  static final String NOT_MOST = "not most";

  /** The sum ½ Σ code². */
  static final String CODE = "code";

  /** Outputs of {@link #decoder}: μ as an image, and d for pixels as they are. */
  static final String LOCATION = "location";

  static final String INVERSE_SCALE = "inverse scale";

  /** Half of the pixels' range: z is (k − RANGE)/RANGE. */
  static final double RANGE = 127.5;

  /** v of a fresh decoder is about this: scales of 20 of 256 values. */
  private static final double FIRST = -3;

  Vae {
    if (latent < 1 || width < 1 || layers < 0) {
      throw new IllegalArgumentException(
          "vae: needs a latent channel, a width and no fewer than 0 layers, found %d, %d and %d"
              .formatted(latent, width, layers));
    }
  }

  /** Shape of code and noise. */
  Shape code() {
    return image.withChannels(latent);
  }

  /** −ELBO of one draw of the noise, with fresh weights. */
  LossProgram program(long seed) {
    Tracer tracer = new Tracer();
    Layers trace = new Layers(tracer, seed, 0);
    Value z = tracer.image(LossProgram.STATE, image, Binding.EVALUATION);
    Value noise = tracer.image(NOISE, code(), Binding.SOLVE);
    Map<String, Double> terms = new TreeMap<>();
    Value h = trace.hidden("encoder", width, layers, List.of(z));
    Value mean = trace.last("mean", h, latent);
    Value spread = trace.last("spread", h, latent);
    Value deviation = tracer.activate(Activation.SIGMOID, spread);
    Value code = tracer.add(mean, tracer.multiply(deviation, noise));
    tracer.output(CODE, tracer.dot(code, code, 0.5));
    Value decline = trace.decline(spread);
    add(tracer, terms, "mean", tracer.dot(mean, mean, 0.5));
    add(tracer, terms, "deviation", tracer.dot(deviation, deviation, 0.5));
    add(tracer, terms, "decline", tracer.dot(decline, trace.ones(decline), 1));
    Decoded decoded = decode(trace, code);
    likelihood(tracer, terms, z, decoded);
    tracer.output(LossProgram.OUTPUT, decoded.location());
    return new LossProgram(
        tracer.program(), trace.weights(), new TreeMap<>(terms), -0.5 * code().elements());
  }

  private static void add(Tracer tracer, Map<String, Double> terms, String name, Value sum) {
    tracer.output(name, sum);
    terms.put(name, 1.0);
  }

  /**
   * What a code becomes.
   *
   * @param location μ on the scale of z
   * @param v softplus⁻¹ of the inverse scale
   * @param inverseScale d
   */
  private record Decoded(Value location, Value v, Value inverseScale) {}

  private Decoded decode(Layers trace, Value code) {
    Tracer tracer = trace.tracer();
    Value h = trace.hidden("decoder", width, layers, List.of(code));
    Value location = trace.last("location", h, image.channels());
    Value v = trace.last("scale", h, image.channels());
    v = tracer.add(v, tracer.fill(Shape.SCALAR, FIRST));
    return new Decoded(location, v, tracer.activate(Activation.SOFTPLUS, v));
  }

  /** The terms of −ln P, divided by where they count. */
  private void likelihood(Tracer tracer, Map<String, Double> terms, Value z, Decoded decoded) {
    Value way = tracer.scale(tracer.add(z, tracer.scale(decoded.location(), -1)), RANGE);
    Value a =
        tracer.multiply(decoded.inverseScale(), tracer.add(way, tracer.fill(Shape.SCALAR, 0.5)));
    Value b = tracer.add(a, tracer.scale(decoded.inverseScale(), -1));
    Value inner = tracer.add(b, decoded.v());
    add(tracer, terms, INNER, tracer.dot(inner, mask(tracer, INNER), -1));
    add(tracer, terms, LEAST, tracer.dot(a, mask(tracer, LEAST), -1));
    Value above = tracer.activate(Activation.SOFTPLUS, a);
    add(tracer, terms, NOT_MOST, tracer.dot(above, mask(tracer, NOT_MOST), 1));
    Value below = tracer.activate(Activation.SOFTPLUS, b);
    add(tracer, terms, NOT_LEAST, tracer.dot(below, mask(tracer, NOT_LEAST), 1));
  }

  private Value mask(Tracer tracer, String name) {
    return tracer.image(name, image, Binding.SOLVE);
  }

  /** The decoder alone, with the code as input {@link #CODE}. */
  Program decoder() {
    Tracer tracer = new Tracer();
    Decoded decoded =
        decode(new Layers(tracer, 0, 0), tracer.image(CODE, code(), Binding.EVALUATION));
    tracer.output(LOCATION, decoded.location());
    tracer.output(INVERSE_SCALE, decoded.inverseScale());
    return tracer.program();
  }
}
