package dev.takt.samples.orders;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * One line of the file.
 *
 * @param day the day in UTC
 * @param revenue quantity times price; negative never
 */
record Order(LocalDate day, String product, int quantity, BigDecimal revenue, Status status) {
    enum Status {
        PAID,
        SHIPPED,
        CANCELLED,
        REFUNDED;

        boolean earns() {
            return this == PAID || this == SHIPPED;
        }
    }

    private static final int COLUMNS = 7;

    /** Reads a line; empty when something in it cannot be. */
    static Optional<Order> read(String line) {
        List<String> values = CsvLine.split(line);
        if (values.size() != COLUMNS || values.get(3).isBlank()) {
            return Optional.empty();
        }
        try {
            LocalDate day = Instant.parse(values.get(1)).atZone(ZoneOffset.UTC).toLocalDate();
            int quantity = Integer.parseInt(values.get(4));
            BigDecimal price = new BigDecimal(values.get(5));
            Status status = Status.valueOf(values.get(6));
            if (quantity < 1 || price.signum() < 0) {
                return Optional.empty();
            }
            return Optional.of(
                    new Order(day, values.get(3), quantity, price.multiply(BigDecimal.valueOf(quantity)), status));
        } catch (DateTimeException | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }
}
