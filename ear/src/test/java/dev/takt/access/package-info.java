/**
 * Who gets in, what each role may do, and what is written down of it, tested against the real server from outside. The
 * routes come from the server's own description and from the files that are deployed, so a route that somebody adds and
 * gives no role is found here.
 */
package dev.takt.access;
