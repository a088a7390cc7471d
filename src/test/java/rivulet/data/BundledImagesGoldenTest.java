package rivulet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The bundled subset of Fashion-MNIST: digests computed by another program from the same files. */
class BundledImagesGoldenTest {
  @Test
  void bothPartsHaveTheirContentAndLabels() {
    ImageSet train = ImageSets.open(bundled());
    assertEquals(6000, train.count());
    assertEquals(OptionalInt.of(9), train.label(0));
    assertEquals(
        "21f95654532681a1fea30eef855876eeff661dd7180bce91e6400899ebe54ff4", train.sha256());
    ImageSet test = ImageSets.open(bundled(), ReadOptions.defaults().withPart(Part.TEST));
    assertEquals(1000, test.count());
    assertEquals(OptionalInt.of(9), test.label(0));
    assertEquals("d75817424c03a934034daabb0b65afeb05c20f32666d947d00243ca072a6a72e", test.sha256());
  }

  private static Path bundled() {
    Path start = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    for (Path at = start; at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("testdata"))) {
        return at.resolve("testdata/fashion-mnist");
      }
    }
    throw new IllegalStateException("no folder testdata above " + start);
  }
}
