/**
 * The local pages: a server for this machine alone, the calls that its pages make, and what all
 * pages share. No mathematics: numbers come from the front door and from {@code measure}.
 *
 * <h2>A page in four steps</h2>
 *
 * <p>{@link rivulet.web.watch} is the example to copy; a page is an inner room {@code
 * rivulet.web.NAME}.
 *
 * <ol>
 *   <li>A class that is a {@link rivulet.web.Page}: its files ({@link rivulet.web.Asset#beside} a
 *       class, in {@code main/resources/rivulet/web/NAME}; the one {@code asIndex} is what the
 *       address opens) and its calls.
 *   <li>For each {@link rivulet.web.Call} a small class with a record {@code Request} and a record
 *       as answer: a {@link rivulet.web.Reply} is answered at once, a {@link rivulet.web.Feed} goes
 *       on while the page is open, a {@link rivulet.web.Task} is long work with progress. Keys of
 *       the JSON are the components in snake case, {@code Optional} where they may be missing
 *       ({@link rivulet.web.Json} has the rules). What is wrong with a request is an {@code
 *       IllegalArgumentException} of one line, or a {@link rivulet.web.Refusal} with another status
 *       than 400.
 *   <li>The page in {@code ApiExamplesTest.pages} and an example of each call in docs/api.md; the
 *       test finds calls without one, and runs each.
 *   <li>A command in {@code cli} that starts a {@link rivulet.web.WebServer} by {@code
 *       cli.option.PageOption}, which prints the address as the first line and waits for Ctrl-C.
 * </ol>
 *
 * <p>In the browser: plain modules, no build. {@code api.js} asks ({@code get}, {@code post}),
 * listens to feeds ({@code listen}) and runs tasks ({@code run}, with progress and a signal that
 * cancels); {@code chart.js} draws lines (log scale, smoothing, cursor by mouse and arrow keys, the
 * numbers as a table); {@code picture.js} images and heat maps on canvases by the colour maps of
 * {@code colour.js}; {@code scale.js} axes and numbers; {@code controls.js} labelled controls and
 * tables. {@code style.css} is the reports' own ({@code rivulet.inspect}), {@code page.css} adds
 * what pages need; no colour is written anywhere else.
 *
 * <h2>Who is let in, and how much</h2>
 *
 * <ul>
 *   <li>The socket is 127.0.0.1's. Every path begins with a token of 144 random bits, drawn at the
 *       start; without it the answer is 404. A foreign {@code Host} or {@code Origin} gets 403.
 *   <li>Files and calls are found by their whole path in a table; no path is ever joined or
 *       decoded. The policy of every answer lets a browser load from this server only; nothing is
 *       stored.
 *   <li>A body is {@code application/json}, of at most 64 KiB unless the call says more, never over
 *       8 MiB (413), and 8 are read at once. 64 requests are under way at most, 16 of them feeds.
 *       One task runs, on a thread of its own, and 4 wait; the next is refused with 503. A task
 *       ends soon after its page has gone, and its place is free only when its work has ended.
 *   <li>What goes wrong is one line, {@code {"error": "…"}}, never a stack trace.
 * </ul>
 *
 * <p>Numbers that are not finite are {@code null} in answers, as in {@code metrics.jsonl}, and
 * refused in requests.
 *
 * <p>Start reading at {@link rivulet.web.WebServer}, then {@link rivulet.web.Desk}.
 */
package rivulet.web;
