package rivulet;

import java.util.SortedMap;

/**
 * What a model is.
 *
 * @param channels of its images
 * @param height of its images
 * @param width of its images
 * @param levels resolutions
 * @param classes of its images, 0 without
 * @param parameters trained numbers
 * @param provenance training configuration and digest of the data, by name
 * @param numerics version that the file was written with
 */
public record Description(
    int channels,
    int height,
    int width,
    int levels,
    int classes,
    long parameters,
    SortedMap<String, String> provenance,
    String numerics) {}
