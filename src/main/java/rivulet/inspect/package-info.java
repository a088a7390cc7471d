/**
 * Reports: what a run found, as one HTML page that needs nothing else.
 *
 * <p>The room knows no models and no files of its own; it is given numbers, words and PNG pictures
 * and lays them out. A {@link rivulet.inspect.HtmlReport} is a title, a lead, key figures and
 * sections of {@link rivulet.inspect.Block}s: paragraphs, pictures, line charts, waterfalls,
 * tables, definitions and command lines.
 *
 * <p>Figures of a density in the plane are in {@link rivulet.inspect.plane}.
 *
 * <p>The waterfall is the decomposition of bits/dim (docs/mathematics.md, section 2): 8 bits, what
 * the pre-transforms change, what the flow of each level changes, the result.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>The page refers to nothing outside itself: pictures are data URIs, there is no script, and
 *       its content security policy forbids both.
 *   <li>It is well-formed XML as well as HTML, and every text is escaped.
 *   <li>The same content gives the same bytes, whatever the locale.
 *   <li>The numbers printed in a waterfall add up as printed.
 *   <li>A page is written whole or not at all.
 * </ul>
 *
 * <p>Start reading at {@link rivulet.inspect.HtmlReport}.
 */
package rivulet.inspect;
