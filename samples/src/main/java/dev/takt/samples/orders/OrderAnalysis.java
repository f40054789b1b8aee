package dev.takt.samples.orders;

import dev.takt.api.Handles;
import dev.takt.api.TaskContext;
import dev.takt.api.TaskHandler;
import dev.takt.api.TaskResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** Reads the orders that ship with the samples and returns their revenue by product and day. Takes no payload. */
@Handles("order-analysis")
@ApplicationScoped
public class OrderAnalysis implements TaskHandler {
    @Override
    public TaskResult handle(TaskContext task) throws IOException {
        task.progress(0, "Reading the orders");
        Revenue revenue = analyse();
        task.progress(100, revenue.counted() + " orders counted");
        if (revenue.malformed() > 0) {
            task.log(revenue.malformed() + " lines could not be read and were left out.");
        }
        return TaskResult.json(json(revenue).toString());
    }

    /** The revenue of the orders that ship. */
    static Revenue analyse() throws IOException {
        try (InputStream file = OrderAnalysis.class.getResourceAsStream("orders.csv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return Revenue.of(lines);
        }
    }

    private static JsonObject json(Revenue revenue) {
        JsonArrayBuilder products = Json.createArrayBuilder();
        revenue.products()
                .forEach(product -> products.add(Json.createObjectBuilder()
                        .add("product", product.name())
                        .add("quantity", product.quantity())
                        .add("revenue", product.revenue())));
        JsonArrayBuilder days = Json.createArrayBuilder();
        revenue.days().forEach(day -> {
            JsonObjectBuilder byProduct = Json.createObjectBuilder();
            new TreeMap<>(day.byProduct()).forEach(byProduct::add);
            days.add(Json.createObjectBuilder()
                    .add("day", day.date().toString())
                    .add("revenue", day.revenue())
                    .add("byProduct", byProduct));
        });
        return Json.createObjectBuilder()
                .add("revenue", revenue.total())
                .add("orders", revenue.counted())
                .add("cancelled", revenue.cancelled())
                .add("malformedLines", revenue.malformed())
                .add("products", products)
                .add("days", days)
                .build();
    }
}
