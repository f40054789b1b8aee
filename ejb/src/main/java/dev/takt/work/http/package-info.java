/**
 * The built-in handler {@code http}: one request to a server, its answer as the result.
 *
 * <pre>
 *   payload ─▶ {@link dev.takt.work.http.HttpCall} ─▶ {@link dev.takt.work.http.AddressGuard} ─▶ java.net.http ─▶ {@link dev.takt.work.http.HttpAnswer} ─▶ result
 *   (strict)                  (every address checked)
 * </pre>
 *
 * Whoever may submit tasks chooses the address, while the request leaves from the server's network: without a guard,
 * Takt would reach what the submitter cannot (server-side request forgery). So:
 * <ul>
 *   <li>The name is resolved once, and every address that it has must be public, or allowed by an administrator with the
 *       system property {@code takt.http.allow}: a comma-separated list of host names, addresses, networks such as
 *       {@code 10.1.0.0/16}, and the word {@code loopback}.
 *   <li>A name that means another address a moment later (DNS rebinding) gains nothing. Plain HTTP connects to the very
 *       address that was checked, with the name in the Host header. HTTPS connects by name, since only so the
 *       certificate is checked against it; a server inside has no certificate for a name of the attacker's, and the
 *       handshake fails before a byte of the request is sent.
 *   <li>Redirects are not followed, proxies are not asked, and user names in URLs are refused.
 * </ul>
 */
package dev.takt.work.http;
