/** The owner on the real server: under faults, and with the policies that it is told to follow. */
package dev.takt.own;
