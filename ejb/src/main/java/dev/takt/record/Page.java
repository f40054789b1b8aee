package dev.takt.record;

import java.util.List;

/**
 * Part of a list, by keyset.
 *
 * @param items at most as many as were asked for
 * @param next what to pass as {@code after} for the following items; null when there are none
 */
public record Page<T>(List<T> items, String next) {}
