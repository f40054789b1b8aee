/**
 * The server under test, from outside: {@link dev.takt.server.TaktApi} speaks REST to it, and
 * {@link dev.takt.server.ServerUnderTest} is a server of one's own that may be killed.
 * {@link dev.takt.server.ClusterUnderTest} is a PostgreSQL and several servers that may be killed, frozen, stopped and started
 * again; {@link dev.takt.server.SharedCluster} shares one of three nodes between classes.
 *
 * <p>Most classes share one managed server, which Arquillian starts once for the whole run ({@code arquillian.xml}); they
 * keep apart by their own queues, labels and keys. Only what breaks a server has one of its own.
 */
package dev.takt.server;
