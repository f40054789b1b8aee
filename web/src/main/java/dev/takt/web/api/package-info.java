/**
 * The REST API: thin shells that unpack, call and show.
 *
 * <pre>
 *   request ─▶ doors ({@code dev.takt.web.access}) ─▶ {@link dev.takt.web.api.RoleGate} ─▶ {@link dev.takt.web.api.QueryGate}, {@link dev.takt.web.api.CharsetGate}, {@link dev.takt.web.api.UnaskedBody}
 *           ─▶ a resource ─▶ intake, search, jobs, pools, users …       ─▶ JSON, written field by field
 *                        └─ whatever is thrown ─▶ {@link dev.takt.web.api.Refusals} ─▶ {@link dev.takt.web.api.Problem}
 *   submission of somebody remembered ─▶ {@code ShortWay} ─▶ intake                      ─▶ the same answer
 * </pre>
 *
 * <ul>
 *   <li><b>Strict.</b> Unknown fields, unknown or repeated query parameters and wrong types are refused, all violations
 *       in one answer, each with its field and its rule.
 *   <li><b>Every refusal is a problem document</b> (RFC 9457), also for unknown paths, methods and media types. One that
 *       is a defect of Takt carries an id under which the log has the cause, and nothing of the inside.
 *   <li><b>Every resource method names its roles</b>; one that does not stops the deployment.
 *   <li><b>Submissions do not hold a thread</b> while they become durable: a resource gives a stage. Ordinary ones of
 *       somebody whom the doors remember do not even go through servlet container and JAX-RS, see {@code ShortWay}; what
 *       is unusual or to be refused does. On the way of
 *       submissions JSON is written by hand, elsewhere field by field; payloads and results are passed on as they are.
 *   <li><b>Pages are by keyset</b>: {@code next} is what to pass as {@code after}, and costs the same however far on.
 *   <li><b>The description at {@code /openapi}</b> is made by the build from the annotations here and the forms in {@code
 *       META-INF/openapi.yaml}; a test on the real server holds its routes against the matrix of roles.
 * </ul>
 *
 * <p>When the owner or the database is out of reach, callers get 503 or 429 with {@code Retry-After}; with a key, asking
 * again is safe.
 */
package dev.takt.web.api;
