/**
 * What handlers and callers in other deployments compile against: the {@code ejb-client} artefact.
 *
 * <pre>
 *   your deployment                          Takt
 *   ───────────────                          ────
 *   {@link dev.takt.api.TaskHandler} ◀── attempt ─── worker        {@link dev.takt.api.Handles} names it
 *   {@link dev.takt.api.TaktClient}  ─── request ──▶ intake        inject it anywhere on the server
 * </pre>
 *
 * On the server these classes live once, in the WildFly module {@code dev.takt.api}, which is a global module: every
 * deployment sees the same classes, and none may package them. A deployment's handlers are found by
 * {@code dev.takt.api.board.TaktExtension} when it starts and withdrawn when it stops.
 */
package dev.takt.api;
