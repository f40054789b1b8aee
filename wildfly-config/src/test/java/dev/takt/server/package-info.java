/** Tests of what the launchers decide before they start anything. */
package dev.takt.server;
