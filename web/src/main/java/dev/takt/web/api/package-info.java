/** The REST API. */
package dev.takt.web.api;
