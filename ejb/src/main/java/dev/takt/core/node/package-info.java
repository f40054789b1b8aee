/** Nodes as a pool's owner sees them: what they can do and what they run. */
package dev.takt.core.node;
