/**
 * What a run leaves behind: {@code results.json} with every single figure, {@code results.md} with medians and the
 * environment, and charts that are readable on light and on dark ground. A later run replaces what it measures anew and keeps
 * the rest.
 */
package dev.takt.bench.report;
