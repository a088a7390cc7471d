package rivulet;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import rivulet.autodiff.ShapedField;
import rivulet.autodiff.TracedField;
import rivulet.measure.ImageFit;
import rivulet.ode.SolverOptions;
import rivulet.parallel.WorkerPool;
import rivulet.store.JoinedModel;
import rivulet.store.ModelFile;
import rivulet.store.RunDirectory;
import rivulet.store.StoreException;
import rivulet.store.StoredModel;

/**
 * A multi-resolution flow of images with its numbers. Immutable, safe for use by several threads;
 * native memory is held during calls only, and {@link #close} ends its use.
 */
public final class Model implements AutoCloseable {
  /** What the entry {@code format} of a model file's metadata says. */
  public static final String FORMAT = ModelFile.FORMAT;

  /** Most workers that a computation takes. */
  public static final int MOST_THREADS = WorkerPool.MAX_WORKERS;

  private final StoredModel stored;
  private volatile boolean closed;

  /** One that was read already, for the rooms that train it. */
  @SuppressWarnings("exports")
  public Model(StoredModel stored) {
    this.stored = stored;
  }

  /**
   * Opens a file, the folder of a run, or a model that comes with the program by its name, such as
   * {@code fashion}.
   *
   * @throws StoreException if there is none, it is damaged or levels are missing
   */
  public static Model open(String name) {
    return whole(ModelSource.read(name, List.of()));
  }

  /**
   * Opens a file or the folder of a run, as {@link #open(String)}.
   *
   * @param own fields by users, which the levels may have
   */
  public static Model open(Path path, ShapedField... own) {
    return whole(ModelSource.read(path.toString(), List.of(own)));
  }

  private static Model whole(StoredModel stored) {
    stored.complete();
    return new Model(stored);
  }

  /**
   * Opens a file or run that may hold some of a model's levels only: to be described or merged.
   *
   * @throws StoreException if it is damaged or no model
   */
  public static Model part(Path fileOrRun) {
    return new Model(ModelFile.read(RunDirectory.model(fileOrRun)));
  }

  /**
   * Joins levels that were trained apart. Without some of its levels a model can be described and
   * saved, not used.
   *
   * @param parts files or folders of runs
   * @throws StoreException if they do not belong together
   */
  public static Model merge(List<Path> parts) {
    return new Model(JoinedModel.of(parts.stream().map(RunDirectory::model).toList(), false));
  }

  /** Writes the model as a file, whole or not at all. */
  public void save(Path file) {
    ModelFile.write(file, open());
  }

  /** What the model is. */
  public Description description() {
    return Description.of(open());
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
    return stored.spec().field(level);
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
    return logLikelihood(images, how, Progress.SILENT);
  }

  /** The same, telling how far it is: dimensions of images measured. */
  public Likelihood logLikelihood(Images images, Measuring how, Progress progress) {
    return Encoder.likelihood(open(), images.set(), how, progress);
  }

  /**
   * Follows one image through all levels: its likelihood, and how it came about.
   *
   * @param images of which one is followed; its number decides its noise, as in {@link
   *     #logLikelihood(Images, Measuring)}
   * @param index of the image
   * @param how its first noise is the one that is followed; no wrong practice
   * @param intervals between the states that are kept of each block, 1 to 1000
   * @throws IllegalArgumentException if the image is not the model's, or settings contradict
   * @throws IllegalStateException if a solve does not arrive
   */
  public Course follow(Images images, int index, Measuring how, int intervals) {
    if (intervals < 1 || intervals > 1000) {
      throw new IllegalArgumentException("follow: intervals must be 1 to 1000, found " + intervals);
    }
    if (how.isFault()) {
      throw new IllegalArgumentException(
          "follow: a wrong practice has no way to be followed; leave out `likelihood-fault`");
    }
    Images one = images.slice(index, 1);
    Likelihood likelihood = logLikelihood(one, how);
    double[] pixels = new double[one.dimensions()];
    return new Course(
        likelihood,
        pixels,
        Follower.follow(
            open().complete(), one.set(), how, how.evaluation(stored), intervals, pixels));
  }

  /**
   * Checks that images can be measured so.
   *
   * @return the settings
   * @throws IllegalArgumentException if settings contradict each other or the model
   */
  public Measuring require(Measuring how) {
    how.evaluation(open());
    return how;
  }

  /**
   * Measures images again at finer steps, in float64 and with an exact divergence, and decodes what
   * was encoded. The rerun in float64 takes some seconds per image.
   *
   * @param finer solver of the first rerun
   * @throws IllegalArgumentException if the images are not the model's, or for a fault or more than
   *     one noise per image
   */
  public Likelihood.Audit audit(Images images, Measuring how, SolverOptions finer) {
    return Encoder.audit(open(), images.set(), how.requireAuditable(), finer);
  }

  /**
   * Checks the size of images.
   *
   * @param what is to be done with them, as a message begins
   * @throws IllegalArgumentException if they are not of the model's
   */
  public void requireFit(String what, Images images) {
    ImageFit.require(what, open().spec(), images.set());
  }

  /**
   * Images with the noise that they are measured with, x = (X + u)/256 in [0,1): what samples are
   * draws of. An image keeps its noise by its index in its file; of several it is the first.
   *
   * @return planar, an image each
   * @throws IllegalArgumentException if they are not of the model's size
   */
  public double[][] dequantised(Images images, Measuring how) {
    requireFit("dequantised", images);
    return Encoder.dequantised(open(), images.set(), how);
  }

  /**
   * Checks that images can be drawn so.
   *
   * @return the settings
   * @throws IllegalArgumentException if settings do not fit the model
   */
  public Sampling require(Sampling how) {
    Decoder.require(open().spec(), how);
    return how;
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
    return sample(count, how, Progress.SILENT);
  }

  /** The same, telling how many are drawn. */
  public Samples sample(int count, Sampling how, Progress progress) {
    if (count < 1) {
      throw new IllegalArgumentException("sample: must draw at least 1 image, asked " + count);
    }
    try (Decoder decoder = new Decoder(open(), how)) {
      return decoder.samples(count, progress);
    }
  }

  /**
   * The label of a class.
   *
   * @param nameOrNumber its name, or its number where it is no name
   * @throws IllegalArgumentException if the model has no such class
   */
  public int label(String nameOrNumber) {
    return open().spec().imageClasses().label(nameOrNumber);
  }

  /**
   * How many levels {@link #upscale} can add to images of that size; empty if none of the model's
   * coarser images has it.
   */
  public OptionalInt levelsAbove(Images coarse) {
    return Decoder.above(open().spec(), coarse);
  }

  /** Draws a finer image of the model's size, as {@link #upscale(Images, int, Sampling)}. */
  public Upscaled upscale(Images coarse, Sampling how) {
    return upscale(coarse, levelsAbove(coarse).orElse(0), how);
  }

  /**
   * Draws a finer image whose coarse version is the given one.
   *
   * @param coarse one image of the size of one of the model's coarser images
   * @param levels to add, each doubling height and width
   * @return one image
   * @throws IllegalArgumentException if it is not of such a size, there are not so many levels
   *     above it, or the class of a model with classes is not said
   */
  public Upscaled upscale(Images coarse, int levels, Sampling how) {
    return Upscaled.several(this, coarse, levels, 1, how, Progress.SILENT).getFirst();
  }

  /** ln p of dequantised images and its gradients, as {@link Measuring#usual} measures. */
  public List<Gradient> gradients(double[]... images) {
    return gradients(Measuring.usual(), images);
  }

  /**
   * ln p of dequantised images and its gradients by the pixels. Where the divergence is estimated,
   * both are of the probes that seed and place in this call decide: ask for {@code exact} where
   * that matters.
   *
   * @param how solver, divergence and seed; the images are dequantised already, so its noise,
   *     practices and threads do not count
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
   * A coarser image as a level is conditioned on it: means of transformed pixels, carried back.
   *
   * @param image pixels in [0,1], planar, of the model's size
   * @param halvings of height and width, fewer than levels
   * @throws IllegalArgumentException for another size, or if there is no such image
   */
  public double[] coarser(double[] image, int halvings) {
    return Encoder.coarser(open(), image, halvings);
  }

  /**
   * The way back of {@link #encode}.
   *
   * @return the image, planar, before clipping
   * @throws IllegalArgumentException if the latents are not the model's, or the class of a model
   *     with classes is not said
   */
  public double[] decode(Latents latents, Sampling how) {
    try (Decoder decoder = new Decoder(open(), how)) {
      return decoder.image(latents);
    }
  }

  StoredModel open() {
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
