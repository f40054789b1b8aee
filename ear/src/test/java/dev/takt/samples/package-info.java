/** The samples as a newcomer gets them: deployed, not touched. */
package dev.takt.samples;
