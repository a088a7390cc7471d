package rivulet;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.check.BlockBench;
import rivulet.cli.Main;
import rivulet.data.format.ByteReader;
import rivulet.flow.FlowModel;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.NetworkSpec;
import rivulet.noise.CouplingShape;
import rivulet.noise.Dequantisation;
import rivulet.noise.VariationalDequantisation;
import rivulet.ode.SolverOptions;
import rivulet.parallel.Crews;
import rivulet.parallel.WorkerPool;
import rivulet.points.PlaneDensity;
import rivulet.points.PointModel;
import rivulet.points.PointProblem;
import rivulet.points.SamplePoints;
import rivulet.store.FolderLock;
import rivulet.store.SafetensorsFile;
import rivulet.store.StoreException;
import rivulet.store.TemporaryFolder;
import rivulet.store.download.PartialFile;
import rivulet.store.event.EventFile;
import rivulet.tensor.Workspace;
import rivulet.tensor.backend.BackendKind;
import rivulet.tensor.backend.Backends;
import rivulet.tensor.backend.CudaGemm;
import rivulet.tensor.backend.Offloading;
import rivulet.tensor.backend.OpenBackend;
import rivulet.tensor.backend.OpenBlasGemm;
import rivulet.tensor.kernel.OffloadThreshold;
import rivulet.tensor.kernel.Tuning;
import rivulet.tensor.kernel.sum.SummationTree;
import rivulet.train.FlowProblem;
import rivulet.train.Trainer;
import rivulet.train.TrainingFixture;
import rivulet.train.descent.Descent;
import rivulet.train.descent.LevelWeights;
import rivulet.train.noise.NoiseProblem;
import rivulet.web.WebServer;

/** Closing a second time is harmless, for everything below the front door that can be closed. */
final class CloseContractTest {
  private static final long TAPE_BYTES = 8L << 20;

  /** Where a machine may lack them: see {@link #aBackendToo}. */
  private static final Set<String> BACKENDS =
      Set.of(CudaGemm.class.getName(), OpenBlasGemm.class.getName());

  @TempDir private Path folder;

  /** Makes something that can be closed. */
  @FunctionalInterface
  private interface Opener {
    AutoCloseable open() throws Exception;
  }

  private final Map<String, Opener> openers = new TreeMap<>();

  private <T extends AutoCloseable> void opens(Class<T> type, Opener opener) {
    openers.put(type.getName(), opener);
  }

  private static FlowModel model() {
    return TrainingFixture.model(TrainingFixture.spec(), TrainingFixture.images(), true);
  }

  private void list(Workspace memory, MultiResolutionFlow flow, OpenBackend cpu) {
    opens(Workspace.class, Workspace::new);
    opens(WorkerPool.class, () -> new WorkerPool(2));
    opens(Crews.class, () -> new Crews(4, 2));
    opens(SummationTree.class, () -> new SummationTree(8));
    opens(TemporaryFolder.class, () -> TemporaryFolder.create("close"));
    opens(FolderLock.class, () -> FolderLock.take(folder));
    opens(PartialFile.class, () -> PartialFile.open(folder.resolve("download")));
    opens(EventFile.class, () -> EventFile.begin(folder, 0));
    opens(
        SafetensorsFile.class,
        () -> SafetensorsFile.open(FlagsFile.PATH.resolveSibling("models/fashion.safetensors")));
    opens(
        MultiResolutionFlow.class,
        () -> new MultiResolutionFlow(model(), 1, false, Tuning.DEFAULT));
    opens(
        OpenBackend.class,
        () -> new Offloading(BackendKind.CPU, OffloadThreshold.ALL, false).open());
    opens(
        Descent.class,
        () ->
            new Descent(TrainingFixture.config(), new LevelWeights(flow.level(0), memory), memory));
    opens(FlowProblem.class, CloseContractTest::flowProblem);
    opens(NoiseProblem.class, CloseContractTest::noiseProblem);
    opens(Trainer.class, () -> new Trainer("train", TrainingFixture.config(), flowProblem(), 1));
    opens(WebServer.class, () -> WebServer.start(0, List.of()));
    opens(ByteReader.class, () -> ByteReader.open(FlagsFile.PATH));
    opens(
        PointProblem.class,
        () ->
            new PointProblem(
                PlaneDensity.CHECKERBOARD,
                PointModel.fresh(SamplePoints.shape(2, 16), PlaneDensity.CHECKERBOARD, 1),
                SamplePoints.config(true, 8, 10),
                1));
    opens(
        BlockBench.class,
        () ->
            new BlockBench(
                (NetworkSpec) TrainingFixture.spec().field(0),
                BlockBench.What.EVALUATE,
                SolverOptions.adaptive("bosh3", 1e-3),
                1,
                1,
                TAPE_BYTES,
                cpu));
  }

  private static NoiseProblem noiseProblem() {
    CouplingShape shape = new CouplingShape(1, 4, 2);
    return new NoiseProblem(
        model(),
        new VariationalDequantisation(shape, shape.initial(1)),
        TrainingFixture.config(),
        TrainingFixture.images(),
        1,
        TAPE_BYTES,
        Tuning.DEFAULT);
  }

  private static FlowProblem flowProblem() {
    return new FlowProblem(
        model(),
        new TreeSet<>(Set.of(0)),
        TrainingFixture.config(),
        TrainingFixture.config().likelihood(),
        TrainingFixture.images(),
        Dequantisation.UNIFORM,
        1,
        TAPE_BYTES,
        Tuning.DEFAULT);
  }

  @Test
  void closingAgainIsHarmless() throws Exception {
    try (Workspace memory = new Workspace();
        MultiResolutionFlow flow = new MultiResolutionFlow(model(), 1, true, Tuning.DEFAULT);
        OpenBackend cpu = new Offloading(BackendKind.CPU, OffloadThreshold.ALL, false).open()) {
      list(memory, flow, cpu);
      for (Map.Entry<String, Opener> opener : openers.entrySet()) {
        AutoCloseable opened = opener.getValue().open();
        opened.close();
        assertDoesNotThrow(opened::close, opener.getKey());
      }
      Set<String> closed = new TreeSet<>(openers.keySet());
      closed.addAll(BACKENDS);
      assertEquals(closeable(), closed);
    }
  }

  /** Public classes that can be closed, but for the front door's and the command line's. */
  private static Set<String> closeable() {
    return new ClassFileImporter()
        .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation()).stream()
            .filter(type -> type.isAssignableTo(AutoCloseable.class) && !type.isInterface())
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> !type.getPackageName().equals("rivulet"))
            .filter(type -> !type.getPackageName().startsWith("rivulet.cli"))
            .map(JavaClass::getName)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void aBackendToo() {
    Backends backends = new Backends("cuda");
    backends.backend().close();
    assertDoesNotThrow(backends::close);
    Backends library = new Backends("openblas");
    library.backend().close();
    assertDoesNotThrow(library::close);
  }

  @Test
  void aLockClosedAgainLeavesTheNextOnesAlone() {
    FolderLock first = FolderLock.take(folder);
    first.close();
    try (FolderLock second = FolderLock.take(folder)) {
      first.close();
      assertTrue(Files.exists(folder.resolve("lock")), "the second's lock is gone");
      assertThrows(StoreException.class, () -> FolderLock.take(folder));
      assertDoesNotThrow(second::close);
    }
  }
}
