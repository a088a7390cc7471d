package rivulet.data;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import rivulet.data.format.PictureDecoder;
import rivulet.data.format.PictureHeader;
import rivulet.data.resize.Framing;

/**
 * Folders of PNG and JPEG pictures of one size, searched recursively and sorted by their path
 * within the folder: by the bytes of the names, with {@code /} between them, whatever the locale
 * and the operating system. Links are followed; one that leads nowhere or back is an error.
 *
 * <p>Where every picture lies in a subfolder and there are 2 to 256 of them, each is a class: the
 * first in the order of names is 0.
 *
 * <p>Files called {@code .png}, {@code .jpg}, {@code .jpeg}, {@code .jpe} or {@code .jfif} are
 * taken, pictures of other kinds refused by their endings, all others and hidden ones left alone.
 * The set has one channel if every file stores grey, else three, grey files then repeating their
 * values. An alpha channel is dropped where it is opaque everywhere and refused elsewhere: which
 * background to blend with is not for a reader to decide. Pictures of 16 bits are refused. A
 * picture is turned as its EXIF orientation says. JPEG decoding may differ in the last bit between
 * versions of Java; {@link ImageSet#sha256} tells.
 */
public final class ImageFolderReader {
  private ImageFolderReader() {}

  /**
   * Reads every picture of a folder.
   *
   * @throws DataException if there is none, if sizes differ (naming the first that does), or if one
   *     cannot be decoded
   */
  public static ImageSet read(Path folder) {
    SortedMap<String, Path> pictures = pictures(folder);
    FolderClasses classes = FolderClasses.of(folder, pictures.keySet());
    List<Path> files = List.copyOf(pictures.values());
    return readAll(folder.toString(), FileNames.last(folder), files, classes);
  }

  /**
   * Pictures of any sizes made into images of one, each when it is asked for; a picture's images
   * have its class.
   *
   * @throws DataException if there is none, or if some are too small
   */
  static ImageSet framed(Path folder, Framing framing) {
    SortedMap<String, Path> pictures = pictures(folder);
    FolderClasses classes = FolderClasses.of(folder, pictures.keySet());
    List<Path> files = List.copyOf(pictures.values());
    return FramedPictures.set(folder.toString(), files, classes, framing);
  }

  private static SortedMap<String, Path> pictures(Path folder) {
    SortedMap<String, Path> pictures = PictureFolder.of(folder);
    if (pictures.isEmpty()) {
      throw new DataException(
          folder + ": no PNG or JPEG file in this folder: give a folder or file that holds images");
    }
    return pictures;
  }

  /** A single picture: a set of one image. */
  static ImageSet readOne(Path file) {
    return readAll(file.toString(), FileNames.last(file), List.of(file), FolderClasses.NONE);
  }

  private static ImageSet readAll(
      String source, String name, List<Path> files, FolderClasses classes) {
    PictureHeader first = new PictureDecoder(files.getFirst()).header();
    boolean grey = first.grey();
    for (Path file : files.subList(1, files.size())) {
      PictureHeader next = new PictureDecoder(file).header();
      if (next.height() != first.height() || next.width() != first.width()) {
        throw oddSize(files.getFirst(), first, file, next);
      }
      grey &= next.grey();
    }
    ImageShape shape = first.shape(files.getFirst().toString(), grey ? 1 : 3);
    PictureFiles pictures = new PictureFiles(shape, files);
    Pixels pixels = Pixels.stayOutside(shape, files.size()) ? pictures : inMemory(source, pictures);
    return new PackedImages(name, shape, files.size(), pixels, classes.labels(), classes.names());
  }

  private static PixelBlocks inMemory(String source, PictureFiles pictures) {
    int count = pictures.files().size();
    PixelBlocks blocks = new PixelBlocks(source, pictures.shape(), count);
    byte[] planar = new byte[pictures.shape().bytes()];
    for (int n = 0; n < count; n++) {
      boolean turned = pictures.decode(n, planar);
      blocks.add(planar, turned);
    }
    return blocks;
  }

  private static DataException oddSize(
      Path first, PictureHeader size, Path odd, PictureHeader oddSize) {
    return new DataException(
        odd
            + ": is "
            + oddSize.size()
            + " (rows x columns), "
            + first
            + " is "
            + size.size()
            + ": images of a set have one size, crop or resize it or move it away");
  }
}
