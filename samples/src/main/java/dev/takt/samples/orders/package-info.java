/**
 * Revenue by product and day, from a file of orders that ships with the samples.
 *
 * <p>{@code orders.csv} is made by {@code src/main/scripts/GenerateOrders.java}, always the same from the same seed; a
 * test compares the two. It has what real files have: cancelled orders, refunds, and a few lines that are broken.
 */
package dev.takt.samples.orders;
