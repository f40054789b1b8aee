/** Tests of what Takt adds to JGroups' stack, with plain channels on loopback. */
package dev.takt.jgroups;
