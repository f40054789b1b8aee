/**
 * Where deployments and the worker of their node meet. Every deployment shares these classes (they live in a module of
 * the server), so what is static here is one for the whole node.
 *
 * <pre>
 *   a deployment starts ─▶ {@link dev.takt.api.board.TaktExtension} ─┬─ its {@code @Handles} beans ─▶ {@link dev.takt.api.board.HandlerBoard} ─▶ worker
 *                       │                   └─ a {@code TaktClient} bean that looks Takt up when it is called
 *                       └▶ {@link dev.takt.api.board.JobFileExtension} ── META-INF/takt-jobs.json ─▶ {@link dev.takt.api.board.JobBoard} ─▶ jobs
 *   it stops ─────────────▶ all of it is taken down again
 * </pre>
 *
 * Neither side needs the other to start: handlers of a deployment that is up before Takt wait on the board. What is on
 * the board belongs to deployments and is taken down with them, so that nothing holds on to a class loader that is gone.
 */
package dev.takt.api.board;
