/** The REST API's manners, tested against the real server: what it gives, and how it refuses what is wrong. */
package dev.takt.web;
