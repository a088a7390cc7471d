package rivulet;

import java.nio.file.Path;
import java.util.List;
import rivulet.autodiff.TracedField;
import rivulet.data.ImageSet;
import rivulet.flow.FlowModel;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.measure.Decoding;
import rivulet.measure.Evaluation;
import rivulet.store.JoinedModel;
import rivulet.store.ModelFile;
import rivulet.store.StoredModel;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.RunDirectory;

/**
 * A multi-resolution flow of images with its numbers. Immutable, safe for use by several threads;
 * native memory is held during calls only, and {@link #close} ends its use.
 */
public final class Model implements AutoCloseable {
  private final StoredModel stored;
  private volatile boolean closed;

  Model(StoredModel stored) {
    this.stored = stored;
    stored.complete();
  }

  /**
   * Opens a file, the folder of a run, or a model that comes with the program by its name, such as
   * {@code fashion}.
   *
   * @throws rivulet.store.StoreException if there is none, it is damaged or levels are missing
   */
  public static Model open(String name) {
    return new Model(ModelSource.read(name));
  }

  /** Opens a file or the folder of a run, as {@link #open(String)}. */
  public static Model open(Path path) {
    return open(path.toString());
  }

  /**
   * Joins levels that were trained apart.
   *
   * @param parts files or folders of runs
   * @throws rivulet.store.StoreException if they do not belong together or a level is missing
   */
  public static Model merge(List<Path> parts) {
    return new Model(JoinedModel.of(parts.stream().map(RunDirectory::model).toList()));
  }

  /** Writes the model as a file, whole or not at all. */
  public void save(Path file) {
    ModelFile.write(file, open());
  }

  /** What the model is. */
  public Description description() {
    StoredModel model = open();
    ModelSpec spec = model.spec();
    return new Description(
        spec.pyramid().channels(),
        spec.pyramid().height(),
        spec.pyramid().width(),
        spec.levels(),
        spec.classes(),
        spec.parameters(),
        model.provenance(),
        model.numerics());
  }

  /**
   * The vector field of a level, to be printed, derived or run.
   *
   * @param level from 0, the coarsest
   * @throws IllegalArgumentException if there is none of that number
   */
  public TracedField field(int level) {
    int levels = open().spec().levels();
    if (level < 0 || level >= levels) {
      throw new IllegalArgumentException(
          "field: level " + level + " asked, the model has levels 0 to " + (levels - 1));
    }
    return stored.spec().network(level);
  }

  /**
   * One evaluation of a level's field at one pixel, written out number by number.
   *
   * @param images of which the first is taken
   * @return lines for people to read
   * @throws IllegalArgumentException if the images are not the model's, or it has no such pixel
   */
  public List<String> byHand(Images images, ByHand what) {
    return what.lines(open(), field(what.level()), images.set());
  }

  /** Log-likelihoods of images as {@link Measuring#usual} measures them. */
  public Likelihood logLikelihood(Images images) {
    return logLikelihood(images, Measuring.usual());
  }

  /**
   * Log-likelihoods of images. An image's numbers depend on its index in its file, not on the
   * others.
   *
   * @throws IllegalArgumentException if the images are not the model's, or settings contradict
   * @throws IllegalStateException if a solve does not arrive
   */
  public Likelihood logLikelihood(Images images, Measuring how) {
    ImageSet set = images.set();
    try (MultiResolutionFlow flow = load(how)) {
      return new Likelihood(
          Evaluation.of(
              flow,
              set,
              how.evaluation(stored),
              new Evaluation.Workers(how.threads(), Evaluation.GROUP),
              (_, _) -> {}));
    }
  }

  private MultiResolutionFlow load(Measuring how) {
    FlowModel numbers = open().complete();
    return new MultiResolutionFlow(numbers, how.divergence(numbers.spec()), false, Tuning.DEFAULT);
  }

  /** Draws images as {@link Sampling#usual} does. */
  public Samples sample(int count) {
    return sample(count, Sampling.usual());
  }

  /**
   * Draws images.
   *
   * @throws IllegalArgumentException if settings do not fit the model
   * @throws IllegalStateException if a solve does not arrive
   */
  public Samples sample(int count, Sampling how) {
    if (count < 1) {
      throw new IllegalArgumentException("sample: must draw at least 1 image, asked " + count);
    }
    try (Decoder decoder = new Decoder(open(), how)) {
      Decoding decoding = decoder.decoding();
      double[][] images = decoding.sample(count, (_, _) -> {});
      ModelSpec spec = stored.spec();
      return new Samples(
          spec.pyramid().channels(),
          spec.pyramid().height(),
          spec.pyramid().width(),
          images,
          decoding.logLikelihood());
    }
  }

  /**
   * Draws finer images whose coarse version is the given one.
   *
   * @param coarse one image of the size of one of the model's coarser images
   * @return one image of the model's size
   * @throws IllegalArgumentException if it is not of such a size
   */
  public Upscaled upscale(Images coarse, Sampling how) {
    try (Decoder decoder = new Decoder(open(), how)) {
      return decoder.finer(coarse);
    }
  }

  /** ln p of dequantised images and its gradients, as {@link Measuring#usual} measures. */
  public List<Gradient> gradients(double[]... images) {
    return gradients(Measuring.usual(), images);
  }

  /**
   * ln p of dequantised images and its gradients by the pixels.
   *
   * @param images x in [0,1), planar, of the model's size
   * @throws IllegalArgumentException for another size, or a model with classes
   * @throws IllegalStateException if a solve does not arrive
   */
  public List<Gradient> gradients(Measuring how, double[]... images) {
    return Encoder.gradients(open(), how, images);
  }

  /**
   * Where the model takes a dequantised image.
   *
   * @param image x in [0,1), planar, of the model's size
   * @throws IllegalArgumentException for another size, or a model with classes
   */
  public Latents encode(double[] image, Measuring how) {
    return Encoder.latents(open(), how, image);
  }

  /**
   * The way back of {@link #encode}.
   *
   * @return the image, planar, before clipping
   * @throws IllegalArgumentException if the latents are not the model's
   */
  public double[] decode(Latents latents, Sampling how) {
    try (Decoder decoder = new Decoder(open(), how)) {
      return decoder.image(latents);
    }
  }

  private StoredModel open() {
    if (closed) {
      throw new IllegalStateException("model: has been closed; open it again");
    }
    return stored;
  }

  /** Ends the use of this model; again is harmless. */
  @Override
  public void close() {
    closed = true;
  }
}
