/**
 * How a Takt server is made and run from the build: provisioning, single processes, {@code mvn -Prun} and {@code mvn -Pcluster}.
 *
 * <pre>
 *   wildfly-dist.zip ─ unpack ─▶ target/wildfly-…  ◀─ {@link dev.takt.server.Provision}: modules, configure.cli
 *                                      │ shared, never written at run time
 *            {@link dev.takt.server.NodeFolder} per node: configuration, deployments, data, log
 *                                      │
 *            {@link dev.takt.server.ServerProcess}: start, ready, stop, kill
 *                                      │
 *            {@link dev.takt.server.RunNode}: mvn -Prun
 *            {@link dev.takt.server.RunCluster}: mvn -Pcluster, with {@link dev.takt.server.PostgresServer} and the
 *            nodes of a {@link dev.takt.server.ClusterPlan}
 * </pre>
 *
 * The server's folder is the program and a node's folder is its life, so provisioning again never touches data. A
 * failed step throws with the fact and the next step; nothing is left half done that a second run would not redo.
 */
package dev.takt.server;
