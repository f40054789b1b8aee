/** The owner under faults, on the real server. */
package dev.takt.own;
