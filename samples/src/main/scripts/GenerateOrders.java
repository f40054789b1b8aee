import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;

/**
 * Makes the orders of the sample "order-analysis", the same ones from the same seed:
 *
 * <pre>
 *   java samples/src/main/scripts/GenerateOrders.java &gt; samples/src/main/resources/dev/takt/samples/orders/orders.csv
 * </pre>
 */
public class GenerateOrders {
    private static final long SEED = 20_261_101L;
    private static final int ORDERS = 4_000;
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private static final Duration SPAN = Duration.ofDays(31);

    /** Name, price in cents, how often it is bought. */
    private static final Object[][] PRODUCTS = {
        {"Espresso machine", 44_900, 4},
        {"Grinder, conical", 18_950, 7},
        {"Beans, 1 kg", 2_190, 40},
        {"Filter paper \"No. 4\"", 495, 25},
        {"Milk jug", 1_799, 12},
        {"Descaler", 1_290, 9},
        {"Cup set", 3_900, 3},
    };

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        Random random = new Random(SEED);
        out.print("order_id,ordered_at,customer,product,quantity,unit_price,status\n");
        for (int i = 1; i <= ORDERS; i++) {
            // More orders towards the end of the month, and none at an even pace.
            double place = Math.pow(random.nextDouble(), 0.8);
            Instant at = START.plusSeconds((long) (place * SPAN.toSeconds()));
            Object[] product = product(random);
            int quantity = 1 + (int) Math.min(9, Math.abs(random.nextGaussian() * 1.5));
            int cents = (int) product[1];
            String price = String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
            int chance = random.nextInt(1_000);
            String status = chance < 40 ? "CANCELLED" : chance < 65 ? "REFUNDED" : chance < 700 ? "SHIPPED" : "PAID";
            String customer = String.format(Locale.ROOT, "C%04d", random.nextInt(900));
            // One line in 500 is broken, as in real exports.
            switch (random.nextInt(1_500)) {
                case 0 -> price = "n/a";
                case 1 -> quantity = 0;
                case 2 -> status = "";
                default -> {}
            }
            out.printf(
                    Locale.ROOT,
                    "O%05d,%s,%s,%s,%d,%s,%s\n",
                    i,
                    at,
                    customer,
                    quote((String) product[0]),
                    quantity,
                    price,
                    status);
        }
        out.flush();
    }

    private static Object[] product(Random random) {
        int place = random.nextInt(100);
        for (Object[] product : PRODUCTS) {
            place -= (int) product[2];
            if (place < 0) {
                return product;
            }
        }
        throw new IllegalStateException("The shares of the products must add up to 100");
    }

    private static String quote(String text) {
        return text.contains(",") || text.contains("\"") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
