/**
 * What Takt adds to JGroups' stack on the server: {@link dev.takt.jgroups.Seal}, the one switch for encryption and
 * authentication between nodes. It is a module of the server ({@code dev.takt.jgroups}) of its own.
 *
 * <pre>
 *   … TCPPING  MERGE3  FD_SOCK2  FD_ALL3  VERIFY_SUSPECT2  NAKACK4  UNICAST4  GMS  FRAG4
 *   ─────────────────────────────── Seal ───────────────────────────────  what goes over the wire
 *   TCP
 * </pre>
 *
 * <p>Why not what JGroups has: SYM_ENCRYPT 5.5.2 leaves headers in the clear and does not authenticate messages without
 * content (joins and heartbeats are such); ASYM_ENCRYPT likewise; the transport's own TLS cannot be set by properties at
 * start under WildFly, only by a configuration that names key stores, which would have to exist on a single node too. FD_SOCK2's
 * connections of its own carry no messages but the fact that a process lives, and stay as they are.
 */
package dev.takt.jgroups;
