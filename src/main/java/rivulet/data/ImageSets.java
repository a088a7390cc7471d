package rivulet.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import rivulet.data.format.CifarReader;
import rivulet.data.format.FileKind;
import rivulet.data.format.IdxNames;
import rivulet.data.format.IdxReader;
import rivulet.data.format.NpyReader;
import rivulet.data.format.NpzReader;
import rivulet.data.resize.Framing;

/** The ways to an {@link ImageSet}. */
public final class ImageSets {
  /** Formats of folders that have parts. */
  private static final List<Holding> IN_PARTS =
      List.of(
          (folder, part) -> IdxNames.images(folder, part).isPresent(),
          CifarReader::holds,
          NpzReader::holds);

  private ImageSets() {}

  /**
   * Reads what a path holds:
   *
   * <ul>
   *   <li>a folder in the manner of MNIST: {@code train-images-idx3-ubyte[.gz]} or, for {@link
   *       Part#TEST}, {@code t10k-images-idx3-ubyte[.gz]}, with its labels;
   *   <li>a folder of CIFAR-10 or CIFAR-100 in their binary version ({@link CifarReader}), or of
   *       ImageNet32 or 64 as NPZ ({@link NpzReader});
   *   <li>any other folder: its pictures ({@link ImageFolderReader});
   *   <li>a file: IDX, NPY (either may be gzip), NPZ, an archive of CIFAR, PNG or JPEG, told by its
   *       first bytes.
   * </ul>
   *
   * @throws DataException if there is nothing there or nothing that can be used
   */
  public static ImageSet open(Path path, ReadOptions options) {
    if (Files.isDirectory(path)) {
      return openFolder(path, options);
    }
    return switch (FileKind.of(path)) {
      case IDX -> IdxReader.read(path, options.layout());
      case NPY -> NpyReader.read(path, options.layout());
      case TAR -> CifarReader.readArchive(path, options.part());
      case NPZ -> NpzReader.read(path);
      case PNG, JPEG -> ImageFolderReader.readOne(path);
      case FOREIGN ->
          throw new DataException(
              path
                  + ": not an image set by its first bytes: IDX, NPY (plain or gzip), NPZ of"
                  + " ImageNet32, an archive of CIFAR, PNG, JPEG or a folder can be read");
    };
  }

  /** {@link #open(Path, ReadOptions)} with the default options. */
  public static ImageSet open(Path path) {
    return open(path, ReadOptions.defaults());
  }

  /**
   * Images of one size made of the pictures of a folder, whatever theirs is.
   *
   * @throws DataException if there are none, if some are too small, or if one cannot be decoded
   */
  public static ImageSet framed(Path folder, Framing framing) {
    return ImageFolderReader.framed(folder, framing);
  }

  /** The same of given pictures, in their order and without classes. */
  public static ImageSet framed(String name, List<Path> pictures, Framing framing) {
    return FramedPictures.set(name, List.copyOf(pictures), FolderClasses.NONE, framing);
  }

  /**
   * A set from memory, with classes.
   *
   * @param labels one byte for each image, copied
   * @throws IllegalArgumentException if images or labels do not fit
   */
  public static ImageSet of(
      String name, int channels, int height, int width, byte[] planar, byte[] labels) {
    int bytes = new ImageShape(channels, height, width).bytes();
    if ((long) labels.length * bytes != planar.length) {
      throw new IllegalArgumentException(
          name + ": " + labels.length + " labels for " + planar.length / bytes + " images");
    }
    return packed(name, channels, height, width, planar, labels.clone());
  }

  private static ImageSet openFolder(Path folder, ReadOptions options) {
    Part part = options.part();
    Optional<Path> asked = IdxNames.images(folder, part);
    if (asked.isPresent()) {
      String name = FileNames.last(folder) + "/" + part.prefix();
      return IdxReader.read(asked.get(), name, options.layout());
    }
    Part other = part == Part.TRAIN ? Part.TEST : Part.TRAIN;
    if (IdxNames.images(folder, other).isPresent()) {
      throw new DataException(
          folder
              + ": "
              + part.prefix()
              + "-images-idx3-ubyte[.gz] asked, the folder holds only the "
              + other.prefix()
              + " files: fetch the missing ones");
    }
    if (holds(folder, CifarReader::holds)) {
      return CifarReader.readFolder(folder, part);
    }
    return holds(folder, NpzReader::holds)
        ? NpzReader.readFolder(folder, part)
        : ImageFolderReader.read(folder);
  }

  /** Whether a folder holds a part, as one format tells. */
  private interface Holding {
    boolean holds(Path folder, Part part);
  }

  private static boolean holds(Path folder, Holding format) {
    return format.holds(folder, Part.TRAIN) || format.holds(folder, Part.TEST);
  }

  /** Whether a path is a folder with a training and a test part. */
  public static boolean twoParts(Path path) {
    return IN_PARTS.stream()
        .anyMatch(format -> format.holds(path, Part.TRAIN) && format.holds(path, Part.TEST));
  }

  /**
   * Whether {@link ReadOptions#part} chooses of what a path holds: of a folder with either part, or
   * an archive.
   *
   * @throws DataException if there is nothing there
   */
  public static boolean hasParts(Path path) {
    return Files.isDirectory(path)
        ? IN_PARTS.stream().anyMatch(format -> holds(path, format))
        : FileKind.of(path) == FileKind.TAR;
  }

  /**
   * A set from memory.
   *
   * @param planar N·C·H·W bytes, copied; N is what the length gives
   * @throws IllegalArgumentException if no image may be of that size, or the length is not a
   *     positive multiple of C·H·W
   */
  public static ImageSet of(String name, int channels, int height, int width, byte[] planar) {
    return packed(name, channels, height, width, planar, new byte[0]);
  }

  private static ImageSet packed(
      String name, int channels, int height, int width, byte[] planar, byte[] labels) {
    ImageShape shape = new ImageShape(channels, height, width);
    int bytes = shape.bytes();
    if (planar.length == 0 || planar.length % bytes != 0) {
      throw new IllegalArgumentException(
          name + ": images of " + bytes + " bytes, " + planar.length + " bytes given");
    }
    PackedImages.Builder images =
        new PackedImages.Builder(name, name, shape, planar.length / bytes);
    byte[] image = new byte[bytes];
    for (int at = 0; at < planar.length; at += bytes) {
      System.arraycopy(planar, at, image, 0, bytes);
      images.add(image);
    }
    return images.build(labels);
  }
}
