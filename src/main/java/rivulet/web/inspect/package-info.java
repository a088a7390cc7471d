/**
 * The page of {@code inspect}: one image on its way through a model, and what the model makes of
 * noise. Its calls ask the front door; arrays of numbers travel as {@link rivulet.web.Floats}.
 */
package rivulet.web.inspect;
