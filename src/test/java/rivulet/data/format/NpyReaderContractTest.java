package rivulet.data.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.data.DataException;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.NpyLayout;
import rivulet.data.SampleFiles;

class NpyReaderContractTest {
  @TempDir Path dir;

  @Test
  void greyArraysNeedNoLayout() throws IOException {
    byte[] pixels = SampleFiles.pattern(2 * 3 * 4);
    ImageSet set = ImageSets.open(put(SampleFiles.npy("|u1", "False", "(2, 3, 4)", pixels)));
    assertEquals(2, set.count());
    assertEquals(1, set.channels());
    assertEquals(3, set.height());
    assertEquals(4, set.width());
  }

  @Test
  void oneColourImageIsNotTakenForNarrowGreyOnes() throws IOException {
    Path file = put(SampleFiles.npy("|u1", "False", "(5, 4, 3)", SampleFiles.pattern(60)));
    refused(
        file
            + ": array of shape [5, 4, 3] can be read as one image with its channels last or as"
            + " grey images of 4x3: save array[numpy.newaxis] for the one, say NHWC with the layout"
            + " option for the others",
        file);
    assertEquals(5, NpyReader.read(file, NpyLayout.NHWC).count());
    Path square = put(SampleFiles.npy("|u1", "False", "(4, 3, 3)", SampleFiles.pattern(36)));
    assertEquals(4, ImageSets.open(square).count());
  }

  @Test
  void bothLayoutsGiveTheSamePlanes() throws IOException {
    byte[] planar = {1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24};
    byte[] interleaved = {1, 11, 21, 2, 12, 22, 3, 13, 23, 4, 14, 24};
    ImageSet first = ImageSets.open(put(SampleFiles.npy("|u1", "False", "(1, 3, 2, 2)", planar)));
    ImageSet last =
        ImageSets.open(put(SampleFiles.npy("|u1", "False", "(1, 2, 2, 3)", interleaved)));
    assertArrayEquals(planar, SampleFiles.image(first, 0));
    assertArrayEquals(planar, SampleFiles.image(last, 0));
  }

  @Test
  void undecidedLayoutsAsk() throws IOException {
    Path both = put(SampleFiles.npy("|u1", "False", "(1, 3, 2, 1)", SampleFiles.pattern(6)));
    refused(
        both
            + ": array of shape [1, 3, 2, 1] can be read as NCHW or as NHWC with a usual number of"
            + " channels both ways: say which with the layout option (NCHW or NHWC)",
        both);
    assertEquals(3, NpyReader.read(both, NpyLayout.NCHW).channels());
    assertEquals(1, NpyReader.read(both, NpyLayout.NHWC).channels());
    Path neither = put(SampleFiles.npy("|u1", "False", "(1, 2, 2, 2)", SampleFiles.pattern(8)));
    refused(
        neither
            + ": array of shape [1, 2, 2, 2] can be read as NCHW or as NHWC with neither 1 nor 3"
            + " channels: say which with the layout option (NCHW or NHWC)",
        neither);
  }

  @Test
  void otherArraysAreRefused() throws IOException {
    byte[] pixels = SampleFiles.pattern(24);
    Path file = put(SampleFiles.npy("<f4", "False", "(1, 2, 3)", pixels));
    refused(
        file
            + ": images must be uint8, array is <f4: convert it to 0..255 and save"
            + " array.astype('uint8')",
        file);
    put(SampleFiles.npy("|u1", "True", "(2, 3, 4)", pixels));
    refused(file + ": array is in Fortran order: save numpy.ascontiguousarray(array)", file);
    put(SampleFiles.npy("|u1", "False", "(24,)", pixels));
    refused(file + ": images need 3 or 4 dimensions, array has 1: reshape it", file);
    put(SampleFiles.npy("{'descr': [('a', '|u1')], }", pixels));
    refused(
        file
            + ": NPY header without a plain 'descr': one array of uint8 is expected, save it with"
            + " numpy.save",
        file);
    put(SampleFiles.npy("|u1", "False", "(999999999999999999, 3, 4)", pixels));
    refused(
        file
            + ": header says 999999999999999999 images of 3x4 (11999999999999999988 bytes), file"
            + " holds 24 bytes: the download is incomplete, fetch it again",
        file);
  }

  @Test
  void oddHeadersAreRefused() throws IOException {
    String start = "{'descr': '|u1', 'fortran_order': False, ";
    String[][] cases = {
      {start + "'shape': (12345678901234567890, 2, 3)}", "a size of 12345678901234567890, no file"},
      {start + "'shape': (2 2, 2, 3)}", "without a plain 'shape'"},
      {start + "'shape': (24)}", "without a plain 'shape'"},
      {start + "'shape': (4L, 2L, 3L)}", "without a plain 'shape'"},
      {start + "'shape': (4, 2, 3), 'descr': '<f4'}", "names 'descr' twice"},
      {start + "'shape': (4, 2, 3)} 'shape': (1, 2, 3)", "without a plain"},
      {start + "'shape': (4, 2, 3), 'more': True}", "without a plain"},
      {start + "'shape': (4, 2, 3)", "without a plain"},
      {start.replace("False", "'False'") + "'shape': (4, 2, 3)}", "plain 'fortran_order'"},
      {start.replace("'|u1'", "True") + "'shape': (4, 2, 3)}", "without a plain 'descr'"},
      {"{'x': " + start + "'shape': (4, 2, 3)}}", "without a plain 'descr'"},
      {"{}", "without a plain 'descr'"},
      {"", "without a plain 'descr'"},
    };
    for (String[] odd : cases) {
      Path file = put(SampleFiles.npy(odd[0], SampleFiles.pattern(24)));
      String message = assertThrows(DataException.class, () -> ImageSets.open(file)).getMessage();
      assertTrue(message.contains(odd[1]), odd[0] + ": " + message);
      assertFalse(message.contains("dimensions"), message);
    }
  }

  @Test
  void headersInAnyOrderAndSpacingAreRead() throws IOException {
    String[] headers = {
      "{\"shape\":(4,2,3),\"fortran_order\":False,\"descr\":\"|u1\"}",
      "{ 'fortran_order' : False , 'descr' : 'u1' , 'shape' : ( 4, 2, 3, ) , } \n",
    };
    for (String header : headers) {
      assertEquals(4, ImageSets.open(put(SampleFiles.npy(header, new byte[24]))).count());
    }
  }

  private Path put(byte[] bytes) throws IOException {
    return SampleFiles.put(dir.resolve("array.npy"), bytes);
  }

  private static void refused(String message, Path file) {
    assertEquals(
        message, assertThrows(DataException.class, () -> ImageSets.open(file)).getMessage());
  }
}
