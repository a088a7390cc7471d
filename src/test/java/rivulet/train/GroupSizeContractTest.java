package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many images of a batch one worker sums at a level. */
final class GroupSizeContractTest {
  private static TrainConfig config(int batch, int group) {
    TrainConfig usual = TrainingFixture.config();
    return new TrainConfig(
        usual.seed(),
        batch,
        group,
        usual.schedule(),
        usual.clip(),
        usual.skip(),
        usual.averaging(),
        usual.likelihood(),
        usual.matching());
  }

  /**
   * 2048 pixels allow 11 images of 14×14: five groups of ten, not four of eleven and one of six.
   */
  @ParameterizedTest
  @CsvSource({
    "50, 196, 10",
    "50, 49, 25",
    "50, 256, 8",
    "50, 784, 3",
    "50, 4096, 1",
    "7, 49, 7",
    "600, 1, 200"
  })
  void byPixelsTheBatchIsDealtEvenly(int batch, int pixels, int images) {
    assertEquals(images, config(batch, TrainConfig.BY_PIXELS).groupOf(pixels));
  }

  @Test
  void aNumberOfImagesIsThatOfEveryLevel() {
    assertEquals(5, config(50, 5).groupOf(49));
    assertEquals(5, config(50, 5).groupOf(784));
    assertEquals(3, config(3, 5).groupOf(49));
  }

  @ParameterizedTest
  @CsvSource({"-1", "257"})
  void otherNumbersAreRefused(int group) {
    var refused = assertThrows(IllegalArgumentException.class, () -> config(50, group));
    assertEquals("train: group must be 1 to 256, found " + group, refused.getMessage());
  }
}
