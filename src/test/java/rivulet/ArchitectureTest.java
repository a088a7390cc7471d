package rivulet;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import rivulet.cli.Main;

/** The arrows between the rooms, and the walls around the incubator and the native linker. */
final class ArchitectureTest {

  /** The front door's own package: no folder of its own, and below those that face people. */
  private static final String FRONT_DOOR = "";

  /** Each room may depend only on those before it. */
  static final List<String> ROOMS =
      List.of(
          "names",
          "tensor",
          "parallel",
          "random",
          "autodiff",
          "wavelet",
          "ode",
          "flow",
          "data",
          "noise",
          "store",
          "inspect",
          "measure",
          "train",
          "points",
          "fault",
          "fetch",
          FRONT_DOOR,
          "training",
          "check",
          "web",
          "cli");

  /** What the module exports, names, and where files are written. */
  private static final Set<String> FOR_COMMANDS =
      Set.of(
          "rivulet",
          "rivulet.autodiff",
          "rivulet.ode",
          "rivulet.ode.adjoint",
          "rivulet.ode.method",
          "rivulet.tensor",
          "rivulet.training",
          "rivulet.wavelet",
          "rivulet.fetch",
          "rivulet.names",
          "rivulet.store");

  private static final String FILE_CHANGES =
      "write.*|new(BufferedWriter|OutputStream|ByteChannel)|create.*|move|copy|delete.*|set.*";

  private static final Pattern OPTION =
      Pattern.compile("(?<!var\\()--(?!add-modules|enable-native-access)[a-z][a-z0-9-]*+(?!:)");

  private static final Path SOURCES = Path.of("main", "java");

  private static final JavaClasses PRODUCT = importProduct();

  private static JavaClasses importProduct() {
    return new ClassFileImporter()
        .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());
  }

  private static String[] packagesOf(List<String> rooms) {
    return rooms.stream().map(ArchitectureTest::packageOf).toArray(String[]::new);
  }

  private static String packageOf(String room) {
    return room.equals(FRONT_DOOR) ? "rivulet" : "rivulet." + room + "..";
  }

  @ParameterizedTest
  @FieldSource("ROOMS")
  void roomDependsOnlyOnEarlierOnes(String room) {
    List<String> later = ROOMS.subList(ROOMS.indexOf(room) + 1, ROOMS.size());
    noClasses()
        .that()
        .resideInAPackage(packageOf(room))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packagesOf(later))
        .because("the rooms depend on each other in this order only: " + ROOMS)
        .allowEmptyShould(true)
        .check(PRODUCT);
  }

  /**
   * The command line parses, calls the front door, a room of reports or of pages, and prints. What
   * it may know besides: exported rooms, and {@code store}, the one door for the files that it
   * writes.
   */
  @Test
  void theCommandLineKnowsTheFrontDoorOnly() {
    TreeSet<String> others = new TreeSet<>();
    for (JavaClass one : PRODUCT) {
      if (one.getPackageName().startsWith("rivulet.cli")) {
        boolean knows =
            one.getDirectDependenciesFromSelf().stream()
                .map(use -> use.getTargetClass().getBaseComponentType().getPackageName())
                .anyMatch(room -> room.startsWith("rivulet") && !forCommands(room));
        if (knows) {
          others.add(one.getName().replaceFirst("\\$.*", "").replaceFirst("rivulet\\.cli\\.", ""));
        }
      }
    }
    assertEquals(Set.of(), others);
  }

  private static boolean forCommands(String room) {
    return FOR_COMMANDS.contains(room)
        || Stream.of(
                "rivulet.cli",
                "rivulet.check",
                "rivulet.inspect",
                "rivulet.web",
                "rivulet.nativebindings")
            .anyMatch(whole -> room.equals(whole) || room.startsWith(whole + "."));
  }

  /** A room that one can take in: what is larger has inner rooms. */
  @Test
  void noPackageHasMoreThanThirtyFiles() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      Map<Path, Long> large =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.counting()));
      large.values().removeIf(count -> count <= 30);
      assertEquals(Map.of(), large);
    }
  }

  /** A file that one can take in. */
  @Test
  void noFileOfTheProductHasMoreThan350Lines() throws IOException {
    List<Path> longer = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        if (Files.readAllLines(file).size() > 350) {
          longer.add(file);
        }
      }
    }
    assertEquals(List.of(), longer);
  }

  @Test
  void everyClassLivesInARoom() {
    classes().should().resideInAnyPackage(packagesOf(ROOMS)).check(PRODUCT);
  }

  @Test
  void vectorApiStaysWithTheKernels() {
    noClasses()
        .that()
        .resideOutsideOfPackage("rivulet.tensor.kernel..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector..")
        .because("kernels live behind one door")
        .check(PRODUCT);
  }

  @Test
  void nativeLinkerStaysInNativeBindings() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.lang\\.foreign\\.(Linker|SymbolLookup)(\\$.*)?")
        .because("C libraries are opened and called only in the module native-bindings")
        .check(PRODUCT);
  }

  @Test
  void heapMemoryNeverBecomesASegment() {
    noClasses()
        .should()
        .callMethodWhere(
            target(owner(type(MemorySegment.class)))
                .and(target(nameMatching("ofArray|ofBuffer|toArray"))))
        .orShould()
        .callMethodWhere(target(nameMatching("reinterpretAs.*s")))
        .because("kernels that have seen a heap segment stay slow for the rest of the JVM's life")
        .check(PRODUCT);
  }

  @Test
  void filesAreWrittenThroughStore() {
    noClasses()
        .that()
        .resideOutsideOfPackage("rivulet.store..")
        .and()
        .haveNameNotMatching(".*\\.(ModelCheck|StandardOutput)")
        .should()
        .callMethodWhere(target(owner(type(Files.class))).and(target(nameMatching(FILE_CHANGES))))
        .orShould()
        .callMethodWhere(target(owner(type(FileChannel.class))).and(target(nameMatching("open"))))
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(FileOutputStream|FileWriter|RandomAccessFile)")
        .because("its doors replace nothing but regular files")
        .check(PRODUCT);
  }

  /**
   * Settings have names; how an option is spelled is the command line's. Flags of Java and
   * properties of a style sheet look alike and may stand anywhere.
   */
  @Test
  void optionsAreSpelledInTheCommandLineOnly() throws IOException {
    Path classes =
        Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    List<String> spelled = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
        if (!classes.relativize(file).startsWith(Path.of("rivulet", "cli"))) {
          optionTexts(file).forEach(text -> spelled.add(file.getFileName() + ": " + text));
        }
      }
    }
    assertEquals(List.of(), spelled, "write the setting's name in backticks, as `batch`");
    Path cli = classes.resolve(Path.of("rivulet", "cli", "run", "RunMemory.class"));
    assertFalse(optionTexts(cli).isEmpty(), "this test finds no option in " + cli);
  }

  private static List<String> optionTexts(Path file) throws IOException {
    List<String> found = new ArrayList<>();
    for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
      if (entry instanceof StringEntry text && OPTION.matcher(text.stringValue()).find()) {
        found.add(text.stringValue());
      }
    }
    return found;
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<Path> packages =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.endsWith("module-info.java"))
              .map(Path::getParent)
              .distinct()
              .sorted()
              .toList();
      assertFalse(packages.isEmpty(), "no sources under " + SOURCES.toAbsolutePath());
      List<Path> silent =
          packages.stream()
              .filter(folder -> Files.notExists(folder.resolve("package-info.java")))
              .toList();
      assertEquals(List.of(), silent, "packages without package-info.java");
    }
  }
}
