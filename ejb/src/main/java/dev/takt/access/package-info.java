/**
 * Who may do what, and who did what.
 *
 * <pre>
 *   HTTP: Basic, Bearer, console ──▶ {@link dev.takt.access.Credentials} ──▶ user_account, user_role, api_token
 *   JMS, EJB ──▶ Elytron's jdbc-realm ────────────────────────────────────▶ user_account, user_role
 *   administration ──▶ {@link dev.takt.access.Users}, {@link dev.takt.access.Tokens} ──▶ the same, and audit
 * </pre>
 *
 * One record serves all ways in: the password columns are what Elytron's bcrypt mapper reads. For HTTP, Takt looks at
 * credentials itself, because Elytron's realm hashes with every request (some 0.1 s each) and knows neither tokens nor
 * one-time passwords.
 *
 * <p>Rules that hold:
 *
 * <ul>
 *   <li>Passwords and tokens are never kept: bcrypt for the one, SHA-256 of 256 random bits for the other.
 *   <li>A password that somebody else set ({@code must_change}) opens nothing but its own change. So the one-time
 *       password that stands in a log is worth nothing once it was used.
 *   <li>A token does what its scopes <em>and</em> its user's present roles allow, for 365 days at most.
 *   <li>A change of an account ends its sessions: they carry the time of the account's last change. This node knows at
 *       once, others within {@link dev.takt.access.Credentials#ACCOUNT_KEPT 5 s}.
 *   <li>Somebody can always administer: the last administrator who may sign in can be neither removed, disabled nor
 *       demoted.
 *   <li>Each change has one row in the audit trail, written in the same transaction.
 * </ul>
 *
 * <p>When the database is out of reach nobody can prove anything new: callers get
 * {@link dev.takt.api.TaktException.Busy} (HTTP 503), never a doubtful yes.
 */
package dev.takt.access;
