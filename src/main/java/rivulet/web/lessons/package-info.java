/**
 * The lessons of docs/lessons as pages, served beside {@link rivulet.web.inspect}: the texts are
 * those of the folder, turned into elements by the browser ({@code markdown.js}, formulas by {@code
 * tex.js}), and a figure that answers stands where a text has {@code <!-- figure: NAME -->}. Its
 * numbers come from the calls of {@code inspect}, about the model that is open, and from those of
 * this room.
 *
 * <p>A lesson: its text in docs/lessons and its name in {@link rivulet.web.lessons.LessonTexts}; a
 * figure: a function in {@code main/resources/rivulet/web/lessons} by its name in {@code
 * figures.js}.
 *
 * <p>Start reading at {@link rivulet.web.lessons.LessonsPage}.
 */
package rivulet.web.lessons;
