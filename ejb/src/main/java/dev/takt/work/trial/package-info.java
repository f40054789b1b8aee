/** Handlers that do nothing of use, for trials of Takt itself: {@code noop}, {@code sleep}, {@code fail}. */
package dev.takt.work.trial;
