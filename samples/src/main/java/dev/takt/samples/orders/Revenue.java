package dev.takt.samples.orders;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the orders earned. Cancelled and refunded ones earn nothing.
 *
 * @param total over all products and days
 * @param counted orders that earned
 * @param cancelled orders that were cancelled or refunded
 * @param malformed lines that could not be read
 * @param products by revenue, greatest first
 * @param days first to last
 */
record Revenue(BigDecimal total, long counted, long cancelled, long malformed, List<Product> products, List<Day> days) {
    record Product(String name, long quantity, BigDecimal revenue) {
        Product plus(Product other) {
            return new Product(name, quantity + other.quantity, revenue.add(other.revenue));
        }
    }

    record Day(LocalDate date, BigDecimal revenue, Map<String, BigDecimal> byProduct) {}

    /** Reads a file with a line of titles, one line at a time. */
    static Revenue of(BufferedReader file) throws IOException {
        file.readLine();
        Map<String, Product> products = new HashMap<>();
        Map<LocalDate, Map<String, BigDecimal>> days = new TreeMap<>();
        long counted = 0;
        long cancelled = 0;
        long malformed = 0;
        for (String line = file.readLine(); line != null; line = file.readLine()) {
            Optional<Order> order = Order.read(line);
            if (order.isEmpty()) {
                malformed++;
            } else if (!order.get().status().earns()) {
                cancelled++;
            } else {
                counted++;
                Order one = order.get();
                products.merge(one.product(), new Product(one.product(), one.quantity(), one.revenue()), Product::plus);
                days.computeIfAbsent(one.day(), day -> new TreeMap<>())
                        .merge(one.product(), one.revenue(), BigDecimal::add);
            }
        }
        return new Revenue(
                sum(products.values().stream().map(Product::revenue).toList()),
                counted,
                cancelled,
                malformed,
                products.values().stream()
                        .sorted(Comparator.comparing(Product::revenue).reversed())
                        .toList(),
                days.entrySet().stream()
                        .map(day -> new Day(
                                day.getKey(), sum(List.copyOf(day.getValue().values())), Map.copyOf(day.getValue())))
                        .toList());
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
