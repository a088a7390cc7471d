package rivulet.web.lessons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import rivulet.Requirement;
import rivulet.web.Asset;

/** What is served is what lies in docs/lessons, from the folder and from the jar. */
final class LessonTextsContractTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("rivulet.home", "..")).resolve("docs/lessons");

  private static List<Asset> assets(Optional<Path> folder) {
    return new LessonTexts(folder).assets();
  }

  @Test
  void allFilesOfTheFolderAreServed() throws Exception {
    try (Stream<Path> files = Files.list(FOLDER)) {
      Set<String> names =
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
      assertEquals(
          names, assets(Optional.of(FOLDER)).stream().map(Asset::path).collect(Collectors.toSet()));
    }
  }

  @Test
  void theJarHasThemToo() throws Exception {
    String classes =
        LessonTexts.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    Requirement.met(
        classes.endsWith("/target/classes/"), "the lessons are put beside classes by Maven");
    assertNotNull(LessonTexts.class.getResource("/rivulet/lessons/README.md"));
    for (Asset asset : assets(Optional.empty())) {
      assertEquals(
          Files.readString(FOLDER.resolve(asset.path())),
          new String(asset.bytes(), StandardCharsets.UTF_8));
    }
  }
}
