package rivulet.inspect.plane;

/** A figure of a flow of points, as two files that show the same. */
public sealed interface FlowPicture permits DensityPicture, LinePicture {
  /** As a PNG file. */
  byte[] png();

  /** As an SVG file. */
  byte[] svg();
}
