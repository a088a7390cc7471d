/**
 * Transforms with exact log-determinants that are measured from data: of pixels before the pyramid,
 * and of each level's data before its flow. {@link rivulet.flow.pretransform.PreTransform}s treat
 * all pixels alike, {@link rivulet.flow.pretransform.ConditionalPreTransform}s see the coarser
 * image. A new one is one of these, a {@link rivulet.flow.pretransform.PreTransformKind}, and its
 * fitting and reading in {@link rivulet.flow.pretransform.PreTransformRecipe}; the compiler names
 * every place.
 */
package rivulet.flow.pretransform;
