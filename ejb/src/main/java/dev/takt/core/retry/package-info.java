/** When a failed attempt is tried again: exponential backoff with jitter. */
package dev.takt.core.retry;
