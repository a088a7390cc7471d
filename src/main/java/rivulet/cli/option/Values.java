package rivulet.cli.option;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import rivulet.Images;
import rivulet.fetch.PublishedSet;
import rivulet.ode.adjoint.Adjoint;
import rivulet.ode.method.ButcherTableau;
import rivulet.tensor.Activation;
import rivulet.training.Optimiser;
import rivulet.wavelet.Wavelet;

/** Values of options that are names: for the shell's completion, and to read them in any case. */
public interface Values extends Iterable<String>, ITypeConverter<String> {
  /** In the order of the help. */
  public List<String> names();

  @Override
  default Iterator<String> iterator() {
    return names().iterator();
  }

  @Override
  default String convert(String value) {
    return names().stream()
        .filter(value::equalsIgnoreCase)
        .findFirst()
        .orElseThrow(() ->
            new TypeConversionException(
                "expected one of " + names() + " (case-insensitive) but was '" + value + "'"));
  }

  /** Of {@code --layout}. */
  public final class Layouts implements Values {
    @Override
    public List<String> names() {
      return Images.LAYOUTS;
    }
  }

  /** Of {@code data fetch}. */
  public final class Sets implements Values {
    @Override
    public List<String> names() {
      return PublishedSet.names();
    }
  }

  /** Of {@code data make --filter}. */
  public final class Filters implements Values {
    @Override
    public List<String> names() {
      return Images.FILTERS;
    }
  }

  /** Of {@code --probe-kind}. */
  public final class Probes implements Values {
    @Override
    public List<String> names() {
      return List.of("RADEMACHER", "GAUSSIAN");
    }
  }

  /** Of {@code train --objective}. */
  public final class Objectives implements Values {
    @Override
    public List<String> names() {
      return List.of("matching", "likelihood", "hybrid", "dequantisation");
    }
  }

  /** Of {@code --optimiser}. */
  public final class Optimisers implements Values {
    @Override
    public List<String> names() {
      return Optimiser.RULES.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList();
    }
  }

  /** Of {@code --activation}. */
  public final class Activations implements Values {
    @Override
    public List<String> names() {
      return Arrays.stream(Activation.values()).map(Activation::label).toList();
    }
  }

  /** Of {@code --wavelet}. */
  public final class Wavelets implements Values {
    @Override
    public List<String> names() {
      return Arrays.stream(Wavelet.values()).map(Wavelet::id).toList();
    }
  }

  /** Of {@code --adjoint}. */
  public final class Adjoints implements Values {
    @Override
    public List<String> names() {
      return Arrays.stream(Adjoint.Kind.values()).map(Adjoint.Kind::label).toList();
    }
  }

  /** Of {@code --pre-transform}. */
  public final class PreTransforms implements Values {
    @Override
    public List<String> names() {
      return List.of(
          "interpolated-cdf", "conditional-cdf", "cdf", "logit,affine", "affine", "logit", "none");
    }
  }

  /** Of {@code --pixel-transform}. */
  public final class PixelTransforms implements Values {
    @Override
    public List<String> names() {
      return List.of("none", "atoms", "auto", "logit", "cdf", "affine");
    }
  }

  /** Of {@code --layer}. */
  public final class Layers implements Values {
    @Override
    public List<String> names() {
      return List.of("concat", "concatsquash");
    }
  }

  /** Of {@code --condition}. */
  public final class Conditions implements Values {
    @Override
    public List<String> names() {
      return List.of("log", "raw");
    }
  }

  /** Of {@code --dequantisation}. */
  public final class Noises implements Values {
    @Override
    public List<String> names() {
      return List.of("uniform", "truncated-normal");
    }
  }

  /** Of {@code --solver}. */
  public final class Solvers implements Values {
    @Override
    public List<String> names() {
      return ButcherTableau.names();
    }
  }

  /** Of {@code --backend}. */
  public final class Backends implements Values {
    @Override
    public List<String> names() {
      return List.of("cpu", "cuda", "openblas", "auto");
    }
  }
}
