package rivulet.training;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import rivulet.Backend;
import rivulet.Description;
import rivulet.Images;
import rivulet.Model;
import rivulet.Progress;
import rivulet.Run;
import rivulet.TrainingListener;
import rivulet.autodiff.ShapedField;
import rivulet.data.ImageSet;
import rivulet.flow.ModelSpec;
import rivulet.parallel.WorkerPool;
import rivulet.store.ModelFile;
import rivulet.store.PixelTransformChoice;
import rivulet.store.RunDirectory;
import rivulet.tensor.backend.Offloading;
import rivulet.tensor.backend.OpenBackend;
import rivulet.train.FlowRun;
import rivulet.train.HeldBack;
import rivulet.train.StartingPoint;
import rivulet.train.TrainConfig;
import rivulet.train.descent.Schedule;

/**
 * The training of a model of images. What is not set is the best recipe known for short trainings;
 * the same images and settings give the same model as {@code ./rivulet train}, byte for byte, on
 * any number of threads and after any interruption. Each setter changes this object and returns it;
 * null is refused.
 */
public final class Training {
  private final Images all;
  private Network network = Network.usual();
  private Optional<StartingPoint> start = Optional.empty();
  private TrainingObjective objective = TrainingObjective.matching();
  private Optimiser optimiser = Optimiser.usual();
  private OptionalInt batch = OptionalInt.empty();
  private OptionalInt group = OptionalInt.empty();
  private TrainConfig.Augmentation augmentation = TrainConfig.Augmentation.NONE;
  private int bits = ModelSpec.BITS;
  private Optional<String> dequantisation = Optional.empty();
  private SortedSet<Integer> onlyLevels = new TreeSet<>();
  private long heldBack;
  private Optional<Images> validation = Optional.empty();
  private int patience;
  private long updates = Recipe.UPDATES;
  private long seed = 1;
  private boolean resume = true;
  private Backend backend = Backend.CPU;
  private int threads = WorkerPool.usual();
  private long memory = Recipe.TAPE_MIB;
  private int checkpointEvery = Recipe.CHECKPOINT_EVERY;
  private boolean tensorBoard;
  private Optional<PixelTransformChoice> choice = Optional.empty();

  private Training(Images all) {
    this.all = all;
  }

  /**
   * What a training comes down to before it runs.
   *
   * @param images trained on
   * @param levels of the model, trained or not
   * @param parameters of the model
   * @param flops of one evaluation of all fields for one image, by the direct algorithms
   * @param batch images per update
   */
  public record Plan(long images, int levels, long parameters, long flops, int batch) {}

  /** The training of a model of these images. */
  public static Training of(Images images) {
    return new Training(Objects.requireNonNull(images, "training: images"));
  }

  /** What the model looks like: {@link Network#usual}. */
  public Training network(Network model) {
    this.network = Objects.requireNonNull(model, "training: network");
    return this;
  }

  /**
   * Goes on from a trained model, in place of a new one of {@link #network}.
   *
   * @param own fields of the user's own that it may have
   * @throws rivulet.store.StoreException if there is no model of all levels
   */
  public Training from(Path fileOrRun, ShapedField... own) {
    this.start = Optional.of(StartingPoint.read(fileOrRun, List.of(own)));
    return this;
  }

  /** What is descended: matching. */
  public Training objective(TrainingObjective descended) {
    this.objective = Objects.requireNonNull(descended, "training: objective");
    return this;
  }

  /** How gradients become weights: {@link Optimiser#usual}. */
  public Training optimiser(Optimiser rule) {
    this.optimiser = Objects.requireNonNull(rule, "training: optimiser");
    return this;
  }

  /** Images per update: 50, or all of fewer. */
  public Training batch(int size) {
    this.batch = OptionalInt.of(size);
    return this;
  }

  /** Images whose gradients one worker sums, which decides the bits: 2048 pixels of a level. */
  public Training group(int size) {
    this.group = OptionalInt.of(TrainConfig.requireGroup(size));
    return this;
  }

  /** Trains larger levels on windows of so many rows and columns, at random places: 0, on all. */
  public Training crop(int side) {
    this.augmentation = augmentation.cropped(side);
    return this;
  }

  /** Mirrors images left to right by chance, each anew in every epoch: not. */
  public Training flip(boolean mirrored) {
    this.augmentation = augmentation.flipped(mirrored);
    return this;
  }

  /** Trains on the upper bits of pixels alone, whose bits/dim are then of such values: 8. */
  public Training bits(int number) {
    this.bits = number;
    return this;
  }

  /** Noise of the pixels: uniform or truncated-normal, of a model trained before its own. */
  public Training dequantisation(String name) {
    this.dequantisation = Optional.of(Objects.requireNonNull(name, "training: dequantisation"));
    return this;
  }

  /** Trains these levels alone; {@link Model#merge} joins what was trained apart. Empty: all. */
  public Training onlyLevels(Collection<Integer> levels) {
    this.onlyLevels = new TreeSet<>(Objects.requireNonNull(levels, "training: onlyLevels"));
    return this;
  }

  /** Images kept for choices, as {@link Images#divided} gives them with the same seed: 0. */
  public Training heldBack(long number) {
    this.heldBack = number;
    return this;
  }

  /** Images for choices that are apart from those trained on, in place of {@link #heldBack}. */
  public Training validation(Images apart) {
    this.validation = Optional.of(Objects.requireNonNull(apart, "training: validation"));
    return this;
  }

  /**
   * Measures on those images with every checkpoint and at the end, keeps the best model beside the
   * last, and ends after so many measurements in a row without a better one: 0, none at all.
   */
  public Training patience(int measurements) {
    this.patience = measurements;
    return this;
  }

  /** Updates in all, over which the rate falls to zero: 1,200. */
  public Training updates(long number) {
    this.updates = number;
    return this;
  }

  /** Seed of everything random: 1. */
  public Training seed(long number) {
    this.seed = number;
    return this;
  }

  /** Whether a run that is in the folder already goes on; else it is refused: it does. */
  public Training resume(boolean goesOn) {
    this.resume = goesOn;
    return this;
  }

  /** Who computes the larger convolutions: this JVM. */
  public Training backend(Backend chosen) {
    this.backend = Objects.requireNonNull(chosen, "training: backend");
    return this;
  }

  /** Workers, which change no result: all processors. */
  public Training threads(int workers) {
    this.threads = WorkerPool.require(workers);
    return this;
  }

  /** Memory kept for gradients per worker, in MiB, which changes no result: 256. */
  public Training memory(long mebibytes) {
    this.memory = Recipe.requireMemory(mebibytes);
    return this;
  }

  /** Updates between states saved, 0 for the end alone: 100. */
  public Training checkpointEvery(int number) {
    this.checkpointEvery = number;
    return this;
  }

  /** Whether the metrics are written for TensorBoard too, which changes no result: not. */
  public Training tensorBoard(boolean written) {
    this.tensorBoard = written;
    return this;
  }

  /** The model that this goes on from. */
  public Optional<Description> start() {
    return start.map(point -> new Model(point.model()).description());
  }

  /** Where the rate of this has fallen to zero: numbers of updates. */
  public List<Long> falls() {
    return optimiser.falls(objective.matches(), updates);
  }

  /**
   * Checks that everything fits together, and writes nothing.
   *
   * @throws IllegalArgumentException if settings do not fit each other or the images
   */
  public Plan plan() {
    DescribedRun run = described(network);
    execution();
    run.in(new RunDirectory(Path.of("")), falls());
    if (choosesPixelTransform()) {
      run.trial();
    }
    return run.plan();
  }

  /** Whether the images are to choose the transform of pixels, and have not done so. */
  public boolean choosesPixelTransform() {
    return start.isEmpty() && network.choosesPixelTransform() && choice.isEmpty();
  }

  /** Takes the transform of pixels that the images chose before. */
  @SuppressWarnings("exports")
  public Training choose(PixelTransformChoice chosen) {
    this.choice = Optional.of(Objects.requireNonNull(chosen, "training: choice"));
    return this;
  }

  /**
   * Lets the images choose between two transforms of pixels by a short training of each. A run does
   * so itself; this is for whoever tells the figures.
   *
   * @throws IllegalStateException if such a training comes apart
   */
  @SuppressWarnings("exports")
  public PixelTransformChoice choosePixelTransform(Progress progress) {
    choose(described(network).choosePixelTransform(threads, memory << 20, progress));
    return choice.orElseThrow();
  }

  /**
   * Runs, or goes on where an earlier run in the folder stopped. A RuntimeException of the listener
   * ends it as if it had said so: the updates made are kept, then it is thrown.
   *
   * @param folder of model, checkpoints and metrics
   * @throws IllegalArgumentException if settings do not fit each other or the images
   * @throws rivulet.store.StoreException if the folder holds a run of other settings
   */
  public Run.Outcome run(Path folder, TrainingListener listener) {
    RunDirectory run = RunDirectory.planned(folder);
    FlowRun.Execution how = execution();
    described(network).in(run, falls()); // refused before anything is written
    DescribedRun described = described(choosesPixelTransform() ? decided(run) : network);
    ListenedRun told = new ListenedRun(listener, described.spec(), run);
    try (OpenBackend opened = backend.offloading().open()) {
      RunDirectory.create(folder);
      FlowRun.Outcome done = told.carryOut(described.in(run, falls()), how, opened);
      var model = Optional.of(run.model()).filter(_ -> done.updates() >= updates || done.enough());
      return Run.Outcome.of(
          done, run, opened, model.map(file -> new Model(ModelFile.read(file, network.own()))));
    }
  }

  /** With a transform of pixels as the run had before, or by its images now. */
  private Network decided(RunDirectory run) {
    if (run.resumes(resume)) {
      ModelSpec before = ModelFile.read(run.model(), network.own()).spec();
      return network.pixelTransform(before.pixelTransform().text());
    }
    choosePixelTransform(Progress.SILENT);
    return network;
  }

  private FlowRun.Execution execution() {
    return new FlowRun.Execution(
        updates, threads, memory << 20, checkpointEvery, resume, tensorBoard);
  }

  private DescribedRun described(Network of) {
    var divided = Optional.of(heldBack).filter(n -> n != 0).map(n -> all.divided(n, seed));
    ImageSet trained = divided.map(Images.Divided::training).orElse(all).set();
    var others = divided.map(Images.Divided::heldBack).or(() -> validation).map(Images::set);
    DescribedRun.requireOne(heldBack, validation.isPresent());
    HeldBack held = new HeldBack(heldBack, others, patience);
    return new DescribedRun(spec(of), start, objective, config(trained), onlyLevels, trained, held);
  }

  private ModelSpec spec(Network of) {
    if (start.isPresent()) {
      return start.get().model().spec();
    }
    ModelSpec spec = of.spec(all.set());
    return choice.map(chosen -> spec.withPixelTransform(chosen.chosen().transform())).orElse(spec);
  }

  private TrainConfig config(ImageSet trained) {
    boolean matches = objective.matches();
    Schedule schedule = optimiser.constant(matches);
    int size = batch.orElse((int) Math.min(Recipe.BATCH, trained.count()));
    Offloading offloading = backend.offloading();
    return new TrainConfig(
        seed,
        size,
        group.orElse(offloading.group(TrainConfig.BY_PIXELS, size)),
        schedule,
        optimiser.clip(),
        optimiser.skip(),
        optimiser.averaging(matches),
        objective.likelihoodSettings(),
        objective.matchingSettings(schedule.rate()),
        DescribedRun.noise(dequantisation, start.isPresent(), objective),
        offloading,
        optimiser.kind(matches),
        augmentation,
        bits);
  }
}
