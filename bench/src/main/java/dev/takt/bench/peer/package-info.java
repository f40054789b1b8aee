/**
 * Takt's peers, each at its documented best, in a Java process of its own.
 *
 * <pre>
 *   driver ─ POST /control ─▶ {@link dev.takt.bench.peer.PeerProcess} ─▶ one {@link dev.takt.bench.peer.Peer}: {@link dev.takt.bench.peer.BareLoop},
 *                                                        {@link dev.takt.bench.peer.DbSchedulerPeer}, {@link dev.takt.bench.peer.JobRunrPeer}, {@link dev.takt.bench.peer.QuartzPeer}
 * </pre>
 *
 * Which settings were chosen, and which page of the peer's documentation says so, is in each class. The process ends when
 * its standard input does, so it never outlives the driver.
 */
package dev.takt.bench.peer;
