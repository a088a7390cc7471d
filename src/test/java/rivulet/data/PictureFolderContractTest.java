package rivulet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.data.format.PngWriter;

/** Which pictures a folder holds, in which order and of which classes. */
final class PictureFolderContractTest {
  @TempDir Path dir;

  /** One pixel of that grey. */
  private void picture(String name, int grey) throws IOException {
    SampleFiles.png(dir.resolve(name), PngWriter.picture(1, 1, 1, new byte[] {(byte) grey}));
  }

  private static List<Integer> greys(ImageSet set) {
    List<Integer> greys = new ArrayList<>();
    for (int i = 0; i < set.count(); i++) {
      greys.add((int) SampleFiles.image(set, i)[0]);
    }
    return greys;
  }

  private static List<Integer> labels(ImageSet set) {
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < set.count(); i++) {
      labels.add(set.label(i).orElse(-1));
    }
    return labels;
  }

  private void refused(String reason, Path path) {
    String message = assertThrows(DataException.class, () -> ImageSets.open(path)).getMessage();
    assertTrue(message.contains(reason), message);
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void orderIsThatOfBytesAcrossFolders() throws IOException {
    List<String> names =
        List.of("B.png", "a b.png", "a-1/x.png", "a.png", "a/x.png", "a0.png", "z.png");
    List<String> beyond = List.of("ä.png", "ö/x.png", "ﬀ.png", "\ud83d\ude00.png");
    List<String> all = new ArrayList<>(names);
    all.addAll(beyond);
    for (int i : new int[] {7, 2, 10, 0, 5, 9, 1, 4, 8, 3, 6}) {
      picture(all.get(i), i);
    }
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), greys(ImageSets.open(dir)));
  }

  @Test
  void classesHaveNamesInTheOrderOfTheirBytes() throws IOException {
    picture("ö/1.png", 1);
    picture("z/1.png", 2);
    picture("ä/1.png", 3);
    ImageSet set = ImageSets.open(dir);
    assertEquals(List.of("z", "ä", "ö"), set.classNames());
    assertEquals(List.of(0, 1, 2), labels(set));
    assertEquals(set.classNames(), set.slice(1, 1).classNames());
    assertEquals(set.classNames(), set.select(new long[] {2}).classNames());
    picture("loose.png", 4);
    assertEquals(List.of(), ImageSets.open(dir).classNames());
  }

  @Test
  void linksToFoldersAndFilesAreFollowed() throws IOException {
    picture("real/cat/1.png", 1);
    picture("real/dog/1.png", 2);
    picture("real/fox/1.png", 3);
    picture("part/cat/1.png", 1);
    Files.createSymbolicLink(dir.resolve("part/dog"), Path.of("../real/dog"));
    Files.createDirectories(dir.resolve("part/fox"));
    Files.createSymbolicLink(dir.resolve("part/fox/l.png"), Path.of("../../real/fox/1.png"));
    Files.createSymbolicLink(dir.resolve("link"), Path.of("real"));
    for (String name : List.of("real", "part", "link")) {
      ImageSet set = ImageSets.open(dir.resolve(name));
      assertEquals(List.of(1, 2, 3), greys(set), name);
      assertEquals(List.of("cat", "dog", "fox"), set.classNames(), name);
    }
  }

  @Test
  void theSameFolderMayBeReachedTwice() throws IOException {
    picture("a/1.png", 1);
    Files.createSymbolicLink(dir.resolve("b"), Path.of("a"));
    assertEquals(List.of(1, 1), greys(ImageSets.open(dir)));
  }

  @Test
  void loopsAreRefused() throws IOException {
    picture("a/1.png", 1);
    Path loop = Files.createSymbolicLink(dir.resolve("a/up"), Path.of(".."));
    refused(loop + ": is a link back to " + dir.toRealPath() + ", which holds it", dir);
    Files.delete(loop);
    Path self = Files.createSymbolicLink(dir.resolve("a/self"), Path.of("self"));
    refused(self + ": is a link to self, which is not there", dir);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dog", "dog.png", "a/notes.txt"})
  void brokenLinksAreNamed(String name) throws IOException {
    picture("a/1.png", 1);
    Path link = Files.createSymbolicLink(dir.resolve(name), Path.of("gone"));
    refused(link + ": is a link to gone, which is not there: mend or remove the link", dir);
    refused(link + ": is a link to gone", link);
    Files.delete(link);
    Files.createSymbolicLink(dir.resolve("a/.hidden"), Path.of("gone"));
    assertEquals(1, ImageSets.open(dir).count());
  }

  @Test
  void brokenLinksToIdxFilesAndLabelsAreNamed() throws IOException {
    byte[] images = SampleFiles.idx(new byte[2], 2, 1, 1);
    Path file = SampleFiles.put(dir.resolve("train-images-idx3-ubyte"), images);
    Path labels =
        Files.createSymbolicLink(dir.resolve("train-labels-idx1-ubyte.gz"), Path.of("gone"));
    refused(labels + ": is a link to gone", dir);
    refused(labels + ": is a link to gone", file);
    byte[] array = SampleFiles.npy("|u1", "False", "(2, 1, 1)", new byte[2]);
    Path npy = SampleFiles.put(dir.resolve("set.npy"), array);
    Path numbers = Files.createSymbolicLink(dir.resolve("set-labels.npy"), Path.of("gone"));
    refused(numbers + ": is a link to gone", npy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/x.webp", "x.GIF", "x.tiff"})
  void picturesOfOtherKindsAreNotLeftOutWithoutAWord(String name) throws IOException {
    picture("a/1.png", 1);
    Path other = SampleFiles.put(dir.resolve(name), new byte[] {1});
    refused(other + ": PNG and JPEG pictures are read: convert it to PNG or move it away", dir);
  }

  @ParameterizedTest
  @ValueSource(strings = {"474946383961", "424d0000", "524946460000000057454250", "49492a00"})
  void whatIsOnlyCalledPngIsRefused(String start) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(start);
    Path file = SampleFiles.put(dir.resolve("x.png"), bytes);
    refused(file + ": neither PNG nor JPEG by its first bytes", dir);
  }

  @Test
  void upperCaseEndingsAndJpegsOtherEndingsAreTaken() throws IOException {
    picture("a.PNG", 1);
    picture("b.Jpg", 2);
    picture("c.jfif", 3);
    assertEquals(List.of(1, 2, 3), greys(ImageSets.open(dir)));
  }

  @Test
  void foldersCalledLikePicturesAreFolders() throws IOException {
    picture("a.png/1.png", 1);
    assertEquals(1, ImageSets.open(dir).count());
  }
}
