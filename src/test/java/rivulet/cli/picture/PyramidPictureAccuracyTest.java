package rivulet.cli.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.Images;
import rivulet.Model;
import rivulet.data.EightBit;
import rivulet.data.ImageSet;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.noise.DequantisationKind;
import rivulet.store.ModelFile;
import rivulet.store.StoredModel;
import rivulet.train.AtomModel;

/** The picture of coarser images: means of transformed pixels, carried back, by hand. */
final class PyramidPictureAccuracyTest {
  private static final int SIDE = 8;
  private static final int SCALE = 2;
  private static final int PITCH = SIDE * SCALE + 1;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"none", "atoms"})
  void rowsAreTheLevelsCoarserImages(String transform) throws IOException {
    ImageSet images = AtomModel.images(1, 40);
    StoredModel model =
        AtomModel.of(AtomModel.spec(1, 3, transform), images, DequantisationKind.UNIFORM, true);
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(file, model);
    Path drawn = folder.resolve("pyramid.png");
    byte[] all = new byte[40 * SIDE * SIDE];
    byte[] one = new byte[SIDE * SIDE];
    for (int n = 0; n < 40; n++) {
      images.read(n, one);
      System.arraycopy(one, 0, all, n * one.length, one.length);
    }
    try (Model opened = Model.open(file)) {
      new PyramidPicture(opened).write(drawn, Images.of(all, 1, SIDE, SIDE));
    }
    BufferedImage picture = ImageIO.read(drawn.toFile());
    int differences = 0;
    for (int n = 0; n < 12; n++) {
      byte[] pixels = new byte[SIDE * SIDE];
      images.read(n, pixels);
      for (int row = 0; row < 3; row++) {
        for (int at = 0; at < pixels.length; at++) {
          double mean = mean(model.pixelTransform(), pixels, row, at);
          int x = 1 + n * PITCH + at % SIDE * SCALE;
          int y = 1 + row * PITCH + at / SIDE * SCALE;
          int found = picture.getRaster().getSample(x, y, 0);
          assertEquals(256 * mean, found + 0.5, 0.5 + 1e-3, "image " + n + " row " + row);
          differences += row > 0 && Math.abs(256 * plain(pixels, row, at) - found) > 2 ? 1 : 0;
        }
      }
    }
    assertEquals(transform.equals("atoms"), differences > 100, differences + " differ");
  }

  private static double plain(byte[] pixels, int row, int at) {
    return mean(PreTransformChain.IDENTITY, pixels, row, at);
  }

  private static double mean(PreTransformChain transform, byte[] pixels, int row, int at) {
    int side = 1 << row;
    int top = at / SIDE / side * side;
    int left = at % SIDE / side * side;
    double[] sum = new double[1];
    for (int y = top; y < top + side; y++) {
      for (int x = left; x < left + side; x++) {
        double[] value = {EightBit.centre(pixels[y * SIDE + x])};
        transform.forward(value, 0, 1, 1);
        sum[0] += value[0] / (side * side);
      }
    }
    transform.inverse(sum, 0, 1, 1);
    return sum[0];
  }
}
