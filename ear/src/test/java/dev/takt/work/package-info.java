/** Execution in other deployments, tested against the real server. */
package dev.takt.work;
