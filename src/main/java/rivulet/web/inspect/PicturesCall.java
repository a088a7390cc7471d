package rivulet.web.inspect;

import java.util.Base64;
import rivulet.Images;
import rivulet.web.Range;
import rivulet.web.Reply;

/** Some of the images, as bytes. */
final class PicturesCall implements Reply<PicturesCall.Request> {
  private static final int MOST = 256;

  private final Shown images;

  PicturesCall(Shown images) {
    this.images = images;
  }

  /**
   * Which.
   *
   * @param from place of the first
   * @param count of them at most, 1 to 256; all of one size
   */
  record Request(int from, int count) {}

  /**
   * The images.
   *
   * @param pixels bytes in base64, image by image, planar
   */
  record Answer(int from, int count, int channels, int height, int width, String pixels) {}

  @Override
  public String path() {
    return "api/inspect/pictures";
  }

  @Override
  public Method method() {
    return Method.GET;
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public Answer answer(Request request) {
    Range.require("pictures", "count", request.count(), 1, MOST);
    Images first = images.image(request.from());
    int all = 1;
    while (all < request.count()
        && request.from() + all < images.count()
        && images.image(request.from() + all).shape().equals(first.shape())) {
      all++;
    }
    byte[] pixels = new byte[all * first.dimensions()];
    for (int n = 0; n < all; n++) {
      byte[] one = images.image(request.from() + n).image(0);
      System.arraycopy(one, 0, pixels, n * one.length, one.length);
    }
    return new Answer(
        request.from(),
        all,
        first.channels(),
        first.height(),
        first.width(),
        Base64.getEncoder().encodeToString(pixels));
  }
}
