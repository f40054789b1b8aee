/**
 * The console's beans: they unpack a request, call one facade and show the answer.
 *
 * <pre>
 *   page.xhtml ──▶ bean (one request) ──▶ Intake, TaskSearch, Jobs, Pools, Nodes, Users ...
 *                    │        └─▶ {@link dev.takt.web.console.Notice} what was refused, and at which field
 *                    ├─▶ {@link dev.takt.web.console.Viewer}   who looks, what they may do, zone and theme
 *                    ├─▶ {@link dev.takt.web.console.Show}     how values look
 *                    └─▶ {@link dev.takt.web.console.Snapshot} the picture that all viewers of a node share
 * </pre>
 *
 * <ul>
 *   <li><b>The address is the state.</b> Filters, page and what is edited stand in the query, forms post to the same
 *       address, and beans live for one request: a view can be kept, sent to a colleague and opened twice.
 *   <li><b>Refreshing is cheap.</b> Heads, rails, charts and cards come from the snapshot, which is taken at most once a
 *       second however many people look.
 *   <li><b>A disabled button is a courtesy.</b> Each action asks {@link dev.takt.web.console.Viewer#require} again.
 *   <li><b>On failure</b> the page stays and says so in a sentence; the head's {@link dev.takt.web.console.Health} says
 *       it when Takt itself cannot be reached.
 * </ul>
 */
package dev.takt.web.console;
