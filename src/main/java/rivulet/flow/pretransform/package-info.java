/**
 * Transforms with exact log-determinants that are measured from data: of pixels before the pyramid,
 * and of each level's data before its flow. A new one is a {@link
 * rivulet.flow.pretransform.PreTransform} with a fit, named in {@link
 * rivulet.flow.pretransform.PreTransformKind}.
 */
package rivulet.flow.pretransform;
