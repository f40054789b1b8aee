/** The console as people see it: in Chromium, against the real server. */
package dev.takt.browser;
