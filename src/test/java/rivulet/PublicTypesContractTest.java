package rivulet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import rivulet.cli.Main;

/** What the module shows: few enough types to know them, each with a word on what it is. */
final class PublicTypesContractTest {
  private static final int MOST = 90;
  private static final Path SOURCES = Path.of("main", "java");

  /** A public type of its own file, and what stands before it: its comment and annotations. */
  private static final Pattern PUBLIC =
      Pattern.compile(
          "^public (?:abstract |final |sealed |non-sealed"
              + " )*(?:class|record|interface|enum|@interface) ",
          Pattern.MULTILINE);

  private static final Pattern DOCUMENTED =
      Pattern.compile(
          "/\\*\\*(?:(?!\\*/).)+\\*/\\s*(?:@[^\\n]*\\s*|//[^\\n]*\\s*)*$", Pattern.DOTALL);

  private static ModuleDescriptor descriptor() throws IOException {
    Path classes =
        Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    try (var in = Files.newInputStream(classes.resolve("module-info.class"))) {
      return ModuleDescriptor.read(in);
    }
  }

  /** Packages that are exported to everybody. */
  private static Set<String> exported() throws IOException {
    return descriptor().exports().stream()
        .filter(export -> !export.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theRoomsForUsersAreExported() throws IOException {
    assertEquals(
        Set.of(
            "rivulet",
            "rivulet.autodiff",
            "rivulet.ode",
            "rivulet.ode.adjoint",
            "rivulet.ode.method",
            "rivulet.tensor",
            "rivulet.training",
            "rivulet.wavelet"),
        exported());
    assertTrue(
        descriptor().requires().stream()
            .filter(needed -> needed.name().equals("info.picocli"))
            .allMatch(
                needed -> needed.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC)),
        "a library user would need picocli");
  }

  @Test
  void fewTypesAndEachHasAWord() throws IOException {
    List<String> types = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    for (String room : exported()) {
      try (Stream<Path> files = Files.list(SOURCES.resolve(room.replace('.', '/')))) {
        for (Path file :
            files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
          String text = Files.readString(file);
          var type = PUBLIC.matcher(text);
          if (type.find()) {
            types.add(room + "/" + file.getFileName());
            if (!DOCUMENTED.matcher(text.substring(0, type.start())).find()) {
              silent.add(types.getLast());
            }
          }
        }
      }
    }
    System.out.println("exported public types: " + types.size() + " of at most " + MOST);
    assertFalse(types.isEmpty(), "no sources under " + SOURCES.toAbsolutePath());
    assertEquals(List.of(), silent, "exported types without a comment");
    assertTrue(types.size() <= MOST, types.size() + " exported types: " + types);
  }
}
