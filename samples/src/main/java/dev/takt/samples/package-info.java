/**
 * Three jobs as a user of Takt would write them, compiled only against the {@code ejb-client} artefact.
 *
 * <pre>
 *   META-INF/takt-jobs.json ── declares ─▶ access-log-report ── handler ─▶ {@link dev.takt.samples.accesslog}
 *                                          order-analysis    ── handler ─▶ {@link dev.takt.samples.orders}
 *                                          cache-refresh     ── handler ─▶ http, which is Takt's own
 * </pre>
 *
 * Takt finds the handlers and the file when the deployment starts. There is nothing to call and nothing to configure.
 */
package dev.takt.samples;
