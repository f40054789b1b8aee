/**
 * The nodes: who this one is, and who the others are.
 *
 * <pre>
 *   {@link dev.takt.cluster.NodeIdentity}  this node's id (new at each boot) and name
 *   {@link dev.takt.cluster.LocalNode}     its row in the record: arrives, reports, leaves
 *   {@link dev.takt.cluster.Presence}      when it reports, and how it watches a node that the group has lost
 *   {@code NodeTraits}                     what it is and has: labels, weight, CPU and memory for tasks to ask for
 *   {@link dev.takt.cluster.Nodes}         all nodes, for people
 *   {@link dev.takt.cluster.Group}         those that JGroups sees, and the way to them; a fork of the server's channel
 *   {@link dev.takt.cluster.Message}       what nodes say to each other; {@code MessageFormat}: how it is written
 *   {@code Acquaintances}                  who is who among them: members of the view, and nodes that were heard there
 *   {@code Outbox}                         what waits to be sent to one node, and the thread that sends it
 *   {@link dev.takt.cluster.LivePicture}   what all nodes show of themselves: nodes, running tasks, pools; for people only
 *   {@code LiveMap}                        one part of it: writes what differs, and keeps a copy to read
 *   {@code Deliveries}                     its batches on their way, and whether they arrive
 *   {@code LiveFormat}                     how its values are written: a version byte and JSON of fixed types
 * </pre>
 *
 * A node that has not reported for {@value dev.takt.record.NodeRows#TERM_SECONDS} seconds by the database's clock counts
 * as gone, and what it ran is started again elsewhere. A server that boots again marks its earlier lives as gone at once.
 *
 * JGroups only hints. When it loses a node, each of the others looks at the lost one's row: a row that has not been
 * renewed for {@value dev.takt.record.NodeRows#LOST_TERM_MILLIS} ms is marked as left, and owners act on that mark; a node
 * that goes on reporting is merely cut off, and keeps what it runs. One that was taken for dead and is back says so in its
 * log, and is given work again. A node begins nothing while it may have been taken for dead: not when its latest report is
 * nearly as old as others need to say so; and what waited on it is dropped before it is heard again.
 */
package dev.takt.cluster;
