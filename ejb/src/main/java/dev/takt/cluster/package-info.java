/**
 * The nodes: who this one is, and who the others are.
 *
 * <pre>
 *   {@link dev.takt.cluster.NodeIdentity}  this node's id (new at each boot) and name
 *   {@link dev.takt.cluster.LocalNode}     its row in the record: arrives, reports, leaves
 *   {@code NodeTraits}                     what it is and has: labels, weight, CPU and memory for tasks to ask for
 *   {@link dev.takt.cluster.Nodes}         all nodes, for people
 *   {@link dev.takt.cluster.LivePicture}   what all nodes show of themselves: nodes, running tasks, pools; for people only
 *   {@code LiveMap}                        one part of it: writes what differs, and keeps a copy to read
 *   {@code LiveFormat}                     how its values are written: a version byte and JSON of fixed types
 * </pre>
 *
 * A node that has not reported for {@value dev.takt.record.NodeRows#TERM_SECONDS} seconds by the database's clock counts
 * as gone, and what it ran is started again elsewhere. A server that boots again marks its earlier lives as gone at once.
 */
package dev.takt.cluster;
