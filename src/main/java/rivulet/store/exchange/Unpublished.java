package rivulet.store.exchange;

import java.util.ArrayList;
import java.util.List;
import rivulet.flow.ConditionKind;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.Networks;
import rivulet.flow.network.OwnFields;
import rivulet.flow.pretransform.PreTransformKind;
import rivulet.noise.Dequantisation;
import rivulet.noise.DequantisationKind;
import rivulet.store.StoredModel;
import rivulet.tensor.Activation;
import rivulet.wavelet.Wavelet;

/** What of a model the published code cannot express. */
final class Unpublished {
  private Unpublished() {}

  /** In words, for people; empty if the published code computes the same model. */
  static List<String> of(StoredModel model) {
    ModelSpec spec = model.spec();
    List<String> parts = new ArrayList<>();
    switch (spec.fields()) {
      case Networks networks -> addNetworks(networks, parts);
      case OwnFields own -> parts.add("field " + own.shaped().name());
    }
    add(
        parts,
        spec.pyramid().wavelet() != Wavelet.UNIMODULAR,
        "wavelet " + spec.pyramid().wavelet().id());
    add(parts, spec.pyramid().height() != spec.pyramid().width(), "images that are not square");
    add(
        parts,
        !spec.preTransform().kinds().equals(List.of(PreTransformKind.LOGIT)),
        "pre-transform " + spec.preTransform().text());
    add(
        parts,
        !spec.pixelTransform().kinds().isEmpty(),
        "pixel transform " + spec.pixelTransform().text());
    add(
        parts,
        spec.levels() > 1 && spec.condition() != ConditionKind.RAW,
        "condition " + spec.condition().id());
    add(parts, spec.classes() > 0, "classes");
    add(
        parts,
        model.dequantisation().kind() != DequantisationKind.UNIFORM,
        "noise " + model.dequantisation().kind().id());
    add(
        parts,
        model.dequantisation().bits() != Dequantisation.WHOLE_BITS,
        "pixels of " + model.dequantisation().bits() + " bits");
    return List.copyOf(parts);
  }

  private static void addNetworks(Networks networks, List<String> parts) {
    add(parts, networks.hidden().size() > 1, "hidden widths by level");
    add(parts, networks.layer() == LayerKind.CONCATSQUASH, "layer concatsquash as an option");
    add(parts, networks.activation() == Activation.SIGMOID, "activation sigmoid");
    add(parts, networks.residual(), "residual layers");
    add(parts, networks.timeFeatures() > 0, "time features");
  }

  private static void add(List<String> parts, boolean has, String part) {
    if (has) {
      parts.add(part);
    }
  }
}
