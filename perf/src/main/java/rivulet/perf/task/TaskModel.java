package rivulet.perf.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import rivulet.Images;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.Run;
import rivulet.flow.AnalysedImage;
import rivulet.flow.FlowModel;
import rivulet.flow.MatchingWorker;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.NetworkSpec;
import rivulet.store.ModelFile;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;
import rivulet.training.Training;

/** A model of one size after a short training, and the images it was trained on. */
public final class TaskModel implements AutoCloseable {
  private final TaskSize size;
  private final Images images;
  private final Path folder;
  private final Model model;
  private final FlowModel numbers;

  /** Trains it by the recipe that users get. */
  public TaskModel(TaskSize size, int threads) throws IOException {
    this.size = size;
    this.images = size.images();
    this.folder = Files.createTempDirectory("rivulet-compare");
    Training.of(images)
        .network(size.network())
        .updates(size.updates())
        .checkpointEvery(0)
        .threads(threads)
        .run(folder.resolve("model"), (_, _) -> true);
    this.model = Model.open(file());
    this.numbers = ModelFile.read(file()).complete();
  }

  FlowModel numbers() {
    return numbers;
  }

  Path file() {
    return folder.resolve("model").resolve(Run.MODEL);
  }

  /** A folder for a further run. */
  Path run(String name) {
    return folder.resolve(name);
  }

  public TaskSize size() {
    return size;
  }

  public Images images() {
    return images;
  }

  public Model model() {
    return model;
  }

  /** The networks of all levels, from the coarsest. */
  public List<NetworkSpec> networks() {
    List<NetworkSpec> networks = new ArrayList<>();
    for (int level = 0; level < numbers.spec().levels(); level++) {
      networks.add((NetworkSpec) numbers.spec().field(level));
    }
    return networks;
  }

  /** Weights of a level by name, canonical. */
  public Map<String, float[]> weights(int level) {
    return numbers.levels().get(level).blocks().getFirst();
  }

  /** The first images with the noise that they are measured with, at every level. */
  public List<LevelImages> levels(int count) {
    double[][] pixels = model.dequantised(images.first(count), Measuring.usual());
    List<LevelImages> levels = new ArrayList<>();
    try (Workspace workspace = new Workspace();
        MultiResolutionFlow flow = new MultiResolutionFlow(numbers, 0, true, Tuning.DEFAULT)) {
      for (int level = 0; level < numbers.spec().levels(); level++) {
        levels.add(level(flow, level, pixels, workspace));
      }
    }
    return levels;
  }

  private LevelImages level(
      MultiResolutionFlow flow, int level, double[][] pixels, Workspace workspace) {
    NetworkSpec network = networks().get(level);
    MatchingWorker worker = new MatchingWorker(flow, level, 1, workspace);
    AnalysedImage image = new AnalysedImage(numbers);
    double[] state = new double[worker.dimensions()];
    double[] seen = new double[network.condition() * network.state().pixels()];
    float[] states = new float[pixels.length * state.length];
    float[] conditions = new float[pixels.length * seen.length];
    for (int n = 0; n < pixels.length; n++) {
      worker.modelSpace(image.analyse(pixels[n]), state, 0);
      narrow(state, states, n);
      if (seen.length > 0) {
        double[] coarse = image.coefficients().condition(level);
        numbers.spec().condition().map(coarse, seen, seen.length);
        narrow(seen, conditions, n);
      }
    }
    return new LevelImages(pixels.length, states, conditions);
  }

  private static void narrow(double[] one, float[] all, int number) {
    for (int i = 0; i < one.length; i++) {
      all[number * one.length + i] = (float) one[i];
    }
  }

  @Override
  public void close() throws IOException {
    model.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
