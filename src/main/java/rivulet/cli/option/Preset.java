package rivulet.cli.option;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Trainings by name, of which single options can still be given: the best known for a length of
 * time, and the models of the paper (arXiv 2106.08462, tables 1 and 2) as they are published.
 */
public enum Preset {
  /** A minute or two: what the defaults are made for. */
  QUICK("quick", ""),
  /** Some ten minutes. */
  GOOD("good", ""),
  /** An hour or two. */
  LONG("long", ""),
  /** {@link #QUICK} by another name. */
  CPU_SMALL("cpu-small", ""),
  /** {@link #GOOD} by another name. */
  CPU_MEDIUM("cpu-medium", ""),
  /** {@link #LONG} by another name. */
  CPU_LARGE("cpu-large", ""),
  /** Two levels of 8 blocks: 1.336 million parameters. */
  CIFAR10_2X8("paper-cifar10-2x8", "3x32x32"),
  /** 3.339 million. */
  CIFAR10_2X20("paper-cifar10-2x20", "3x32x32"),
  /** 1.529 million. */
  CIFAR10_3X6("paper-cifar10-3x6", "3x32x32"),
  /** 5.096 million. */
  CIFAR10_3X20("paper-cifar10-3x20", "3x32x32"),
  /** 7.644 million. */
  IMAGENET64_3X30("paper-imagenet64-3x30", "3x64x64"),
  /** 2.741 million. */
  IMAGENET128_4X8("paper-imagenet128-4x8", "3x128x128");

  /** What the published model is beside its levels and blocks. */
  private static final Map<String, String> PUBLISHED =
      Map.of(
          "--steps", "40000",
          "--hidden", "64,64,64",
          "--activation", "softplus",
          "--residual", "false",
          "--pre-transform", "logit",
          "--pixel-transform", "none",
          "--condition", "raw",
          "--dequantisation", "uniform",
          "--objective", "likelihood");

  private final String name;
  private final String shape;

  Preset(String name, String shape) {
    this.name = name;
    this.shape = shape;
  }

  /** Values of options of {@code train} by name; the others keep their defaults. */
  public Map<String, String> options() {
    return switch (this) {
      case QUICK, CPU_SMALL -> Map.of("--steps", "1200");
      case GOOD, CPU_MEDIUM -> Map.of("--steps", "6000", "--averaging", "0.998");
      case LONG, CPU_LARGE ->
          Map.of("--steps", "40000", "--hidden", "96,96,96", "--averaging", "0.999");
      case CIFAR10_2X8 -> published(2, 8);
      case CIFAR10_2X20 -> published(2, 20);
      case CIFAR10_3X6 -> published(3, 6);
      case CIFAR10_3X20 -> published(3, 20);
      case IMAGENET64_3X30 -> published(3, 30);
      case IMAGENET128_4X8 -> published(4, 8);
    };
  }

  private static Map<String, String> published(int levels, int blocks) {
    Map<String, String> options = new TreeMap<>(PUBLISHED);
    options.put("--levels", Integer.toString(levels));
    options.put("--blocks", Integer.toString(blocks));
    return options;
  }

  /** Channels, height and width of the images that it is for; empty for any. */
  public String shape() {
    return shape;
  }

  @Override
  public String toString() {
    return name;
  }

  /** By name, in any case. */
  public static final class Reader implements ITypeConverter<Preset> {
    @Override
    public Preset convert(String value) {
      List<Preset> all = List.of(values());
      return all.stream()
          .filter(preset -> preset.name.equals(value.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(() ->
              new TypeConversionException(
                  "expected one of " + Arrays.toString(values()) + " but was '" + value + "'"));
    }
  }
}
