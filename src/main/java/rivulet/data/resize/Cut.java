package rivulet.data.resize;

/**
 * A rectangle of a picture, and the size it is to have.
 *
 * @param top first row
 * @param left first column
 * @param height rows
 * @param width columns
 * @param rows afterwards, at most the height
 * @param columns afterwards, at most the width
 */
public record Cut(int top, int left, int height, int width, int rows, int columns) {}
