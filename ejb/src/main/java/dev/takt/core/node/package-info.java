/**
 * Nodes as a pool's owner sees them.
 *
 * <pre>
 *   {@link dev.takt.core.node.NodeFacts}  what a node says of itself: slots, handlers, labels, resources, load
 *   {@link dev.takt.core.node.PoolNode}   a node with what it runs of the pool
 *   {@link dev.takt.core.node.Obstacle}   what keeps a node from taking a task now; nothing, when it is eligible
 *   {@link dev.takt.core.node.Rendezvous} which node a key belongs to: a pool to its owner, a task's key to its node
 * </pre>
 */
package dev.takt.core.node;
