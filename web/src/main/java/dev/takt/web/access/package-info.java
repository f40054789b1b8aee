/**
 * The doors of the web application: who comes in, and how a refusal looks.
 *
 * <pre>
 *   request ─▶ {@link dev.takt.web.access.Antechamber}: waits for the body, and holds no thread for it
 *           ─▶ {@link dev.takt.web.access.AccessMechanism} (Jakarta Security, called by Elytron at each request)
 *                ├─ /api/*, /openapi ─▶ {@link dev.takt.web.access.ApiDoor}       Basic, Bearer │ 401 problem document
 *                ├─ login, its styles ─▶ open
 *                └─ all else ─▶ {@link dev.takt.web.access.ConsoleDoor}           session       │ to the login page
 *           ─▶ {@link dev.takt.web.access.Guard} (filter): writes the refusal. No door asked? closed. From another site? refused.
 *           (a submission may go by what {@link dev.takt.web.access.ApiDoor} remembers, before all this: {@code dev.takt.web.api})
 *           ─▶ resource (roles: {@code dev.takt.web.api.RoleGate}) or page (roles: {@link dev.takt.web.access.PageRoles})
 * </pre>
 *
 * <ul>
 *   <li><b>Closed by default.</b> A path that nobody thought of belongs to the console's door and leads to the login
 *       page. A server whose security domain is missing answers 401 to everything.
 *   <li><b>Open</b> are the login page and the styles, scripts, fonts and pictures of its libraries, which are the same
 *       for everybody and public with the source. They tell the version of the libraries; nothing else.
 *   <li><b>Forged requests.</b> The session's cookie is {@code HttpOnly} and {@code SameSite=Strict} (and {@code Secure}
 *       over TLS, see {@code undertow-handlers.conf}); requests that change something are refused when the browser says
 *       that they come from another site; Faces views carry a token of their session, but for the login page, which is kept
 *       nowhere so that it may be open for long; the API takes a session's cookie
 *       for a change only when the browser vouches for the origin.
 *   <li><b>Sessions</b> end after 30 minutes of rest, at sign-out, and within seconds of any change of the account. The
 *       id is new at each sign-in.
 *   <li><b>A password from somebody else</b> opens {@code /password.xhtml}, {@code GET /api/v1/me} and {@code PUT
 *       /api/v1/me/password}; everything else answers 403 until it was changed.
 *   <li><b>Addresses</b> are those of the connection. Behind a proxy set {@code proxy-address-forwarding} of Undertow's
 *       listener, else all callers share one throttle.
 * </ul>
 *
 * <p>When the database is out of reach, who is not remembered gets 503 with {@code Retry-After}.
 */
package dev.takt.web.access;
