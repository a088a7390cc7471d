package rivulet.web.watch;

/**
 * Samples of a run's model at one time.
 *
 * @param run its place among those watched, from 0
 * @param updates that the model comes from
 * @param count of images
 * @param channels of each
 * @param height of each
 * @param width of each
 * @param pixels bytes in base64, image by image, planar
 */
record Drawn(
    int run, long updates, int count, int channels, int height, int width, String pixels) {}
