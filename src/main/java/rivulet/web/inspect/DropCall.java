package rivulet.web.inspect;

import java.util.Base64;
import rivulet.Images;
import rivulet.web.Reply;

/** Takes a picture that was dropped on the page, PNG or JPEG. */
final class DropCall implements Reply<DropCall.Request> {
  private static final int BYTES = 8 << 20;

  private final Shown images;

  DropCall(Shown images) {
    this.images = images;
  }

  /**
   * A picture.
   *
   * @param name of its file, for messages
   * @param file its bytes in base64
   */
  record Request(String name, String file) {}

  /** Where it stands among the images now. */
  record Answer(int image, int channels, int height, int width) {}

  @Override
  public String path() {
    return "api/inspect/drop";
  }

  @Override
  public Method method() {
    return Method.POST;
  }

  @Override
  public int bytes() {
    return BYTES;
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public Answer answer(Request request) {
    byte[] file;
    try {
      file = Base64.getDecoder().decode(request.file());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("drop: the file is no base64: " + e.getMessage(), e);
    }
    Images one = Images.picture(request.name(), file);
    return new Answer(images.add(one), one.channels(), one.height(), one.width());
  }
}
