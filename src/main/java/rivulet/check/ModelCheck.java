package rivulet.check;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import rivulet.data.EightBit;
import rivulet.flow.AnalysedImage;
import rivulet.flow.FlowModel;
import rivulet.flow.LevelWorker;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.Sampler;
import rivulet.flow.network.Networks;
import rivulet.flow.network.ProbeKind;
import rivulet.ode.SolverOptions;
import rivulet.store.ModelFile;
import rivulet.store.SafetensorsFile;
import rivulet.store.SafetensorsWriter;
import rivulet.store.StoreException;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/**
 * Golden models: the tensors are written as a model file and read back by the product's own loader;
 * then latents, log p per level and in all, bits/dim, and images decoded from given latents.
 */
final class ModelCheck {
  private static final double LATENTS = 5e-5;
  private static final double LOG_PROBABILITY = 2e-6;
  private static final double BITS = 1e-5;
  private static final double SAMPLES = 5e-5;
  private static final String WEIGHT = "weight:";

  private final GoldenCase golden;
  private final CaseReport report;
  private final Tuning tuning;
  private final Workspace workspace;
  private final int images;

  ModelCheck(GoldenCase golden, CaseReport report, Tuning tuning, Workspace workspace) {
    this.golden = golden;
    this.report = report;
    this.tuning = tuning;
    this.workspace = workspace;
    this.images = golden.images("images_u8");
  }

  void run() {
    run(load());
  }

  /** The same of a model that was read otherwise. */
  void run(FlowModel model) {
    try (MultiResolutionFlow flow = new MultiResolutionFlow(model, 1, false, tuning)) {
      likelihood(flow);
      if (golden.tensors().names().stream().anyMatch(name -> name.startsWith("sample:"))) {
        samples(flow);
      }
    }
  }

  private FlowModel load() {
    try {
      Path file = Files.createTempFile("rivulet-golden", ".safetensors");
      try {
        write(file);
        return ModelFile.read(file).complete();
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new StoreException("golden: no temporary file: " + e.getMessage(), e);
    }
  }

  private void write(Path file) {
    Map<String, String> metadata = new TreeMap<>();
    metadata.put("format", ModelFile.FORMAT);
    metadata.put("numerics", ModelFile.NUMERICS);
    metadata.put("wavelet", optional("wavelet", "unimodular"));
    metadata.put("channels", golden.text("channels"));
    metadata.put("height", optional("height", side(0)));
    metadata.put("width", optional("width", side(1)));
    metadata.put("levels", golden.text("levels"));
    metadata.put("hidden", golden.integers("hidden").toString().replaceAll("[\\[\\] ]", ""));
    metadata.put("blocks", golden.text("blocks"));
    metadata.put("layer", golden.text("layer"));
    metadata.put("activation", golden.text("activation"));
    metadata.put("pre_transform", golden.text("pre_transform"));
    metadata.put("logit_alpha", optional("logit_alpha", "0.05"));
    metadata.put("cdf_knots", optional("cdf_knots", "64"));
    SafetensorsWriter writer = new SafetensorsWriter();
    metadata.forEach(writer::metadata);
    SafetensorsFile tensors = golden.tensors();
    for (String name : tensors.names()) {
      if (name.startsWith(WEIGHT)) {
        writer.floats(
            name.substring(WEIGHT.length()), tensors.entry(name).shape(), tensors.floats(name));
      }
    }
    writer.write(file);
  }

  /** Height or width from {@code size}, one number or two. */
  private String side(int number) {
    JsonElement size = golden.entry().get("size");
    if (size != null && size.isJsonArray() && size.getAsJsonArray().size() == 2) {
      return size.getAsJsonArray().get(number).getAsString();
    }
    return optional("size", "0");
  }

  private String optional(String key, String otherwise) {
    JsonElement value = golden.entry().get(key);
    return value == null || value.isJsonNull() ? otherwise : value.getAsString();
  }

  private void likelihood(MultiResolutionFlow flow) {
    ModelSpec spec = flow.spec();
    byte[] pixels = golden.tensors().bytes("images_u8");
    if (pixels.length != images * spec.dimensions()) {
      throw new StoreException(
          "golden: case '"
              + golden.name()
              + "': images_u8 holds "
              + pixels.length
              + " pixels, "
              + images
              + " images need "
              + images * spec.dimensions());
    }
    double[] total = new double[images];
    for (int level = 0; level < spec.levels(); level++) {
      double[] logProbability = level(flow, level, pixels);
      for (int n = 0; n < images; n++) {
        total[n] += logProbability[n];
      }
    }
    double[] bits = new double[images];
    for (int n = 0; n < images; n++) {
      bits[n] = spec.bitsPerDim(total[n]);
    }
    report.compare("log_prob", total, ErrorMeasure.RELATIVE, LOG_PROBABILITY);
    report.compare("bits_per_dim", bits, ErrorMeasure.ABSOLUTE, BITS);
  }

  private double[] level(MultiResolutionFlow flow, int level, byte[] pixels) {
    ModelSpec spec = flow.spec();
    LevelWorker worker =
        new LevelWorker(flow, level, solver(spec), ProbeKind.RADEMACHER, images, 0, workspace);
    int size = worker.dimensions();
    double[] image = new double[spec.dimensions()];
    AnalysedImage analysed = new AnalysedImage(flow.model());
    for (int n = 0; n < images; n++) {
      for (int i = 0; i < image.length; i++) {
        image[i] = EightBit.centre(pixels[n * image.length + i]);
      }
      worker.loadData(n, analysed.analyse(image));
      for (int k = 0; k < spec.blocks(); k++) {
        String name = "level" + level + ":block" + k + ":eps";
        System.arraycopy(golden.part(name, n, size), 0, worker.probes(k, n), 0, size);
      }
    }
    worker.encode(images);
    double[] z = new double[images * size];
    double[] part = new double[size];
    double[] logProbability = new double[images];
    for (int n = 0; n < images; n++) {
      worker.latent(n, part);
      System.arraycopy(part, 0, z, n * size, size);
      logProbability[n] = worker.logLikelihood(n);
    }
    report.compare("level" + level + ":z", z, ErrorMeasure.RELATIVE_TO_LARGEST, LATENTS);
    report.compare(
        "level" + level + ":log_prob", logProbability, ErrorMeasure.RELATIVE, LOG_PROBABILITY);
    return logProbability;
  }

  private void samples(MultiResolutionFlow flow) {
    ModelSpec spec = flow.spec();
    int count = golden.images("sample:level0:z");
    Sampler sampler = new Sampler(flow, solver(spec), count, workspace);
    Sampler.Latents latents =
        (lane, level, z) -> {
          int size = (int) spec.state(level).elements();
          double[] given = golden.part("sample:level" + level + ":z", lane, size);
          System.arraycopy(given, 0, z, 0, size);
        };
    for (int level = 0; level < spec.levels(); level++) {
      sampler.decode(count, level, latents);
      int size = sampler.imageSize(level);
      double[] x = new double[count * size];
      for (int n = 0; n < count; n++) {
        System.arraycopy(sampler.pixels(n), 0, x, n * size, size);
      }
      report.compare("sample:level" + level + ":x", x, ErrorMeasure.ABSOLUTE, SAMPLES);
    }
  }

  private static SolverOptions solver(ModelSpec spec) {
    return FlowCheck.solver(((Networks) spec.fields()).activation());
  }
}
