package rivulet.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import rivulet.data.DataException;
import rivulet.data.Sha256;
import rivulet.data.resize.Filter;
import rivulet.data.resize.Framing;
import rivulet.names.Named;
import rivulet.store.AtomicFile;
import rivulet.store.OutputFolder;
import rivulet.store.TemporaryFolder;

/** Sets with a name, made of Debian packages; the same bytes for everybody. */
public final class PublishedSet {
  private static final List<PublishedSet> ALL =
      List.of(
          new PublishedSet("fashion-mnist", new FashionMnist()),
          new PublishedSet(
              "digits",
              new Digits(
                  4,
                  1,
                  "4,000 + 400 + 600 grey digits of 28x28; Apache-2.0, OpenCV's sample data",
                  results(
                      "f3f6685ae42cbbded31a30763217802cf87294bb903e09a5a0d87b9ba254b1d5",
                      "18b80ac6c95ca98b2abd4e68f88d928212b55090f9d64cb960ee459f56edacf2",
                      "0ce446844e5094707e8387329fc5d10eff942add53d82c8d39f16a4d6f813b9c"))),
          new PublishedSet(
              "digits32",
              new Digits(
                  6,
                  3,
                  "the same digits as 3x32x32, three equal channels",
                  results(
                      "1daf602f1cee51c960847fb5f529391fbc5f7254fe823e504f9bc7c384c28ee3",
                      "ab92edbc4d3522f0f9eb8e30840ddb62543043aa5cf0a2c3640bc05fae9fb8a7",
                      "adb753b9084556bf740ee1757550fca9b9c3927e0d3f16ffa5dadd2d84f5dbd9"))),
          new PublishedSet("emoji", new Emoji()),
          new PublishedSet(
              "wall32",
              new Photographs(
                  Photograph.all(),
                  new Framing.Tiles(32, 4, Filter.BOX),
                  120,
                  "9,330 + 824 + 840 tiles of 46 photographs, 3x32x32; CC-BY(-SA), CC0, (L)GPL",
                  results(
                      "297aee239a2207008ef7df4bbd3815ba14dae71f45dc25bc5e33750d0085adad",
                      "d265249b50f634490200df6ca19f0d3a4a41e3e943dd62d598780a135ea17b7b",
                      "50f1dce125b0830aee212532d8908e0acb279e0648222f5f6d43a94b9d9c1d75"))),
          new PublishedSet(
              "wall32-free",
              new Photographs(
                  Photograph.all().stream().filter(Photograph::free).toList(),
                  new Framing.Tiles(32, 4, Filter.BOX),
                  120,
                  "2,755 + 120 + 240 tiles of nine photographs, 3x32x32; CC-BY 4.0 and CC0",
                  results(
                      "a54bf24fc7db4f87b7a713d2d918ae0df37b5f775de976c0f10dc3740dff9032",
                      "b82caa6f2a96775cde5d5a11e64036efd456eb00a63b2ca656dae20674b1e200",
                      "342fe1a90e7c470764e926b3a216731ac86a270db02e5457f9032b6b748d1b52"))),
          new PublishedSet(
              "wall64",
              new Photographs(
                  Photograph.all(),
                  new Framing.Tiles(64, 4, Filter.BOX),
                  30,
                  "2,246 + 202 + 210 tiles of 46 photographs, 3x64x64; licences as wall32",
                  results(
                      "9ce8dc8fff24106b90dd7ea258dd377ae8c515f8d1f4275514d98b342e4e70ed",
                      "a5a4a9c958f68604301a5853c6ab333b28563208fa9151618286e712b95cff98",
                      "005cb3437e830896cb5f9a2380765893c280132a875f25f0f33c41a39144baf3"))),
          new PublishedSet(
              "wall1024",
              new Photographs(
                  Photograph.all(),
                  new Framing.CentreSquare(1024, Filter.BOX),
                  1,
                  "32 + 7 + 7 photographs, their central squares as 3x1024x1024; licences as"
                      + " wall32",
                  results(
                      "e3e6eae5f3ce51395672d0fa29699bc08fe4e427a3543eda76943bee5777873d",
                      "82ddcc45fc1a4e5c6e2e6c929d9b7e0f9b0f812739ff703c1520a2ded1536dbf",
                      "ee52c4d2e517b5806c2067a089434b6040a428361328934afcb3c9dbbb7abf1a"))));

  private static final String COPYRIGHT = "copyright-";

  private final String label;
  private final Recipe recipe;

  private PublishedSet(String label, Recipe recipe) {
    this.label = label;
    this.recipe = recipe;
  }

  private static Map<String, String> results(String train, String val, String test) {
    return Map.of("train.npy", train, "val.npy", val, "test.npy", test);
  }

  /** All names. */
  public static List<String> names() {
    return ALL.stream().map(PublishedSet::label).toList();
  }

  /**
   * A set by its name.
   *
   * @throws IllegalArgumentException for another one
   */
  public static PublishedSet named(String name) {
    return Named.of(
        "set",
        name,
        ALL.toArray(PublishedSet[]::new),
        PublishedSet::label,
        ", or an address with ://");
  }

  /** Its name as people write it. */
  public String label() {
    return label;
  }

  /** What it is, and under which licence. */
  public String about() {
    return recipe.about();
  }

  /** SHA-256 of its files, by name. */
  public Map<String, String> files() {
    return recipe.results();
  }

  /**
   * Makes the set: its files, and the copyright files of the packages. Nothing is written before
   * every file is what it should be.
   *
   * @param folder made if it is missing; other files in it stay
   * @param searchPath where programs are, as in {@code PATH}
   * @param progress told what is being done
   * @throws DataException if a tool is missing or fails, or a file is another one
   */
  public void fetch(Path folder, String searchPath, Consumer<String> progress) {
    OutputFolder.require(folder);
    try (TemporaryFolder work = TemporaryFolder.create("rivulet-fetch")) {
      progress.accept("fetching Debian's " + String.join(", ", recipe.packages()));
      Path root = new DebianPackages(searchPath).unpacked(recipe.packages(), work.path());
      progress.accept("making " + label());
      Path made = work.path().resolve("made");
      OutputFolder.create(made);
      recipe.make(root, made);
      recipe.results().forEach((name, sum) -> require(made.resolve(name), sum));
      OutputFolder.create(folder);
      for (String owner : recipe.packages()) {
        Path copyright = root.resolve("usr/share/doc").resolve(owner).resolve("copyright");
        if (Files.isRegularFile(copyright)) {
          copy(copyright, folder.resolve(COPYRIGHT + owner));
        }
      }
      for (Path file : list(made)) {
        copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  private static void require(Path file, String sum) {
    String found = Sha256.ofFile(file);
    if (!found.equals(sum)) {
      throw new DataException(
          file.getFileName()
              + ": SHA-256 "
              + sum
              + " expected, made was "
              + found
              + ": this Java decodes pictures otherwise, nothing is kept");
    }
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the bytes of a file to another. */
  static void copy(Path from, Path to) {
    AtomicFile.write(
        to,
        out -> {
          try (InputStream in = Files.newInputStream(from)) {
            in.transferTo(out);
          }
        });
  }
}
