package dev.takt.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderAnalysisTest {
    @Test
    void revenueIsCountedByProductAndDay() throws IOException {
        Revenue revenue = Revenue.of(
                new BufferedReader(
                        new StringReader(
                                """
                order_id,ordered_at,customer,product,quantity,unit_price,status
                O1,2026-10-01T23:59:59Z,C1,"Beans, 1 kg",2,21.90,PAID
                O2,2026-10-02T00:00:00Z,C2,"Beans, 1 kg",1,21.90,SHIPPED
                O3,2026-10-02T08:00:00Z,C2,"Filter ""4\""",3,4.95,PAID
                O4,2026-10-02T09:00:00Z,C3,Milk jug,1,17.99,CANCELLED
                O5,2026-10-02T09:00:00Z,C3,Milk jug,1,17.99,REFUNDED
                O6,2026-10-02T09:00:00Z,C3,Milk jug,0,17.99,PAID
                O7,2026-10-02T09:00:00Z,C3,Milk jug,1,n/a,PAID
                O8,yesterday,C3,Milk jug,1,17.99,PAID
                O9,2026-10-02T09:00:00Z,C3,Milk jug
                """)));

        assertThat(revenue.total()).isEqualByComparingTo("80.55");
        assertThat(revenue.counted()).isEqualTo(3);
        assertThat(revenue.cancelled()).isEqualTo(2);
        assertThat(revenue.malformed()).isEqualTo(4);
        assertThat(revenue.products())
                .containsExactly(
                        new Revenue.Product("Beans, 1 kg", 3, new BigDecimal("65.70")),
                        new Revenue.Product("Filter \"4\"", 3, new BigDecimal("14.85")));
        assertThat(revenue.days())
                .containsExactly(
                        new Revenue.Day(
                                LocalDate.parse("2026-10-01"),
                                new BigDecimal("43.80"),
                                Map.of("Beans, 1 kg", new BigDecimal("43.80"))),
                        new Revenue.Day(
                                LocalDate.parse("2026-10-02"),
                                new BigDecimal("36.75"),
                                Map.of(
                                        "Beans, 1 kg",
                                        new BigDecimal("21.90"),
                                        "Filter \"4\"",
                                        new BigDecimal("14.85"))));
    }

    @Test
    void everyLineOfTheOrdersThatShipIsAccountedFor() throws IOException {
        Revenue revenue = OrderAnalysis.analyse();

        assertThat(revenue.counted() + revenue.cancelled() + revenue.malformed())
                .isEqualTo(4_000);
        assertThat(revenue.malformed()).isPositive();
        assertThat(revenue.products()).hasSize(7);
        assertThat(revenue.days()).hasSize(31);
        assertThat(revenue.days().stream().map(Revenue.Day::revenue).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(revenue.total());
    }

    @Test
    void theOrdersThatShipAreWhatTheScriptMakes() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process script = new ProcessBuilder(java.toString(), "src/main/scripts/GenerateOrders.java")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] made = script.getInputStream().readAllBytes();

        assertThat(script.waitFor()).isZero();
        try (InputStream shipped = OrderAnalysis.class.getResourceAsStream("orders.csv")) {
            assertThat(made).isEqualTo(shipped.readAllBytes());
        }
    }
}
