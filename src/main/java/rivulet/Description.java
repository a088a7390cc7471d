package rivulet;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.Networks;
import rivulet.flow.network.OwnFields;
import rivulet.store.StoredModel;
import rivulet.tensor.Extent;

/**
 * What a model is.
 *
 * @param channels of its images
 * @param height of its images
 * @param width of its images
 * @param wavelet that splits them
 * @param levels resolutions
 * @param present levels that the file holds: all, unless they are trained apart
 * @param blocks of each level, one after the other
 * @param field name of a field of the user's own; empty for the published network
 * @param hidden widths of the network, one list for all levels or one for each; none of an own
 *     field
 * @param layer kind of its layers
 * @param activation between them
 * @param residual whether hidden layers add to what they take
 * @param timeFeatures sines and cosines of time beside it
 * @param classes of its images, 0 without
 * @param classNames by label; empty if classes are numbers only
 * @param dequantisation noise of the pixels that it was trained with
 * @param bits of a pixel's value that count, the upper ones
 * @param pixelTransform of pixels before they are split; {@code none} without
 * @param preTransform of each level's data
 * @param parameters trained numbers
 * @param parametersByLevel the same by level
 * @param provenance training configuration and digest of the data, by name
 * @param numerics version that the file was written with
 * @param text all of its shape on one line
 */
public record Description(
    int channels,
    int height,
    int width,
    String wavelet,
    int levels,
    SortedSet<Integer> present,
    int blocks,
    String field,
    List<List<Integer>> hidden,
    String layer,
    String activation,
    boolean residual,
    int timeFeatures,
    int classes,
    List<String> classNames,
    String dequantisation,
    int bits,
    String pixelTransform,
    String preTransform,
    long parameters,
    List<Long> parametersByLevel,
    SortedMap<String, String> provenance,
    String numerics,
    String text) {

  static Description of(StoredModel model) {
    ModelSpec spec = model.spec();
    Optional<Networks> network =
        spec.fields() instanceof Networks published ? Optional.of(published) : Optional.empty();
    return new Description(
        spec.pyramid().channels(),
        spec.pyramid().height(),
        spec.pyramid().width(),
        spec.pyramid().wavelet().id(),
        spec.levels(),
        Collections.unmodifiableSortedSet(new TreeSet<>(model.levels().keySet())),
        spec.blocks(),
        spec.fields() instanceof OwnFields own ? own.shaped().name() : "",
        network.map(Networks::hidden).orElse(List.of()),
        network.map(of -> of.layer().label()).orElse(""),
        network.map(of -> of.activation().label()).orElse(""),
        network.map(Networks::residual).orElse(false),
        network.map(Networks::timeFeatures).orElse(0),
        spec.classes(),
        spec.imageClasses().names(),
        model.dequantisation().kind().id(),
        model.dequantisation().bits(),
        spec.pixelTransform().text(),
        spec.preTransform().text(),
        spec.parameters(),
        IntStream.range(0, spec.levels()).mapToObj(level -> parameters(spec, level)).toList(),
        model.provenance(),
        model.numerics(),
        spec.toString());
  }

  private static long parameters(ModelSpec spec, int level) {
    return spec.blocks()
        * spec.field(level).parameters().values().stream().mapToLong(Extent::elements).sum();
  }

  /** Whether no level is missing. */
  public boolean complete() {
    return present.size() == levels;
  }

  /** Values of one image, D. */
  public int dimensions() {
    return channels * height * width;
  }

  /** Size of an image as people write it, 1x28x28. */
  public String shape() {
    return shape(0);
  }

  /** The same of a coarser image, halved so many times. */
  public String shape(int halvings) {
    return channels + "x" + (height >> halvings) + "x" + (width >> halvings);
  }
}
