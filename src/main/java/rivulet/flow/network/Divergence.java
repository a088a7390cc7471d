package rivulet.flow.network;

import java.util.Locale;
import rivulet.flow.ModelSpec;

/**
 * How the divergence tr ∂f/∂z is computed, by Jacobian-vector products (docs/mathematics.md,
 * section 3). Chosen when a model is loaded; a model itself knows nothing of it. With S = (J +
 * Jᵀ)/2:
 *
 * <table>
 *   <caption>Products per evaluation and variance; reach R, C channels</caption>
 *   <tr><th>name</th><th>products</th><th>variance</th></tr>
 *   <tr><td>{@code hutchinson:k}</td><td>k</td>
 *       <td>Rademacher 2(‖S‖² − Σ S_ii²)/k, Gaussian 2‖S‖²/k, over all pairs of entries</td></tr>
 *   <tr><td>{@code coloured:s}</td><td>s²</td>
 *       <td>the same, over pairs of entries whose pixels are a multiple of s apart</td></tr>
 *   <tr><td>{@code exact}</td><td>(R+1)²·C</td><td>0</td></tr>
 * </table>
 */
public sealed interface Divergence {
  /**
   * Mean of ε·Jε over random probes ε of all entries.
   *
   * @param probes number of probes
   */
  record Hutchinson(int probes) implements Divergence {
    public Hutchinson {
      require(probes >= 1 && probes <= 4096, "hutchinson needs 1 to 4096 probes, found " + probes);
    }

    @Override
    public String text() {
      return probes == 1 ? "hutchinson" : "hutchinson:" + probes;
    }
  }

  /**
   * One random probe, cut into colours: sum of ε_c·Jε_c, where ε_c keeps the pixels of one lattice.
   * Beyond the reach only the channels of one pixel still meet.
   *
   * @param spacing distance of the pixels of a colour; 0: just beyond the reach of the field
   */
  record Coloured(int spacing) implements Divergence {
    private static final int MOST_SPACING = 64;

    public Coloured {
      require(spacing >= 0 && spacing <= MOST_SPACING, spacingFound(spacing));
    }

    /** As {@link Divergence#parse} reads a spacing, which is at least 1. */
    static Coloured spaced(int spacing) {
      require(spacing >= 1, spacingFound(spacing));
      return new Coloured(spacing);
    }

    private static String spacingFound(int spacing) {
      return "coloured needs a spacing of 1 to " + MOST_SPACING + " pixels, found " + spacing;
    }

    @Override
    public int probes() {
      return 1;
    }

    @Override
    public String text() {
      return spacing == 0 ? "coloured" : "coloured:" + spacing;
    }
  }

  /** The exact diagonal of J by colouring. */
  record Exact() implements Divergence {
    @Override
    public int probes() {
      return 0;
    }

    @Override
    public String text() {
      return "exact";
    }
  }

  /** None is computed: sampling and objectives that need none run the vector field alone. */
  record None() implements Divergence {
    @Override
    public int probes() {
      return 0;
    }

    @Override
    public String text() {
      return "none";
    }
  }

  /** Estimated with one probe. */
  static Divergence hutchinson() {
    return new Hutchinson(1);
  }

  /** Without probes. */
  static Divergence exact() {
    return new Exact();
  }

  /** The mean over that many probes; none at all for 0. */
  static Divergence probes(int probes) {
    return probes == 0 ? new None() : new Hutchinson(probes);
  }

  /** Most products per evaluation for which {@link #preferred} chooses the exact divergence. */
  int AFFORDABLE = 64;

  /**
   * Exact where every level of a model needs at most {@value #AFFORDABLE} products, else one probe.
   */
  static Divergence preferred(ModelSpec spec) {
    for (int level = 0; level < spec.levels(); level++) {
      if (AugmentedDynamics.products(spec.field(level), exact()) > AFFORDABLE) {
        return hutchinson();
      }
    }
    return exact();
  }

  /** Random images per solve that the estimate needs; 0 if it is exact. */
  int probes();

  /** The text that {@link #parse} reads. */
  String text();

  /** Whether it is estimated. */
  default boolean stochastic() {
    return probes() > 0;
  }

  /**
   * Reads {@code exact}, {@code hutchinson[:k]} or {@code coloured[:s]}.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Divergence parse(String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    if (plain.equals("exact")) {
      return exact();
    }
    int colon = plain.indexOf(':');
    String name = colon < 0 ? plain : plain.substring(0, colon);
    String digits = colon < 0 ? "" : plain.substring(colon + 1);
    return switch (name) {
      case "hutchinson" -> new Hutchinson(colon < 0 ? 1 : number(text, digits));
      case "coloured", "colored" ->
          colon < 0 ? new Coloured(0) : Coloured.spaced(number(text, digits));
      default -> throw unknown(text);
    };
  }

  private static int number(String text, String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw unknown(text);
    }
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException(
        "divergence: '"
            + text
            + "' is unknown; choose exact, hutchinson, hutchinson:K with K probes, or coloured:S"
            + " with probes of pixels S apart");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException("divergence: " + message);
    }
  }
}
