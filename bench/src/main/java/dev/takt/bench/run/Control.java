package dev.takt.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Tells one process what to do, and waits until it is done. */
public final class Control {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;

    Control(URI address) {
        this.address = address;
    }

    /** A command, to be filled. */
    static ObjectNode command(String what) {
        return JSON.createObjectNode().put("do", what);
    }

    /**
     * Has a command done.
     *
     * @throws IllegalStateException when it failed there, with its story
     */
    JsonNode ask(ObjectNode command) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .POST(HttpRequest.BodyPublishers.ofString(command.toString()))
                .build();
        JsonNode answer = JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        if (answer.hasNonNull("failure")) {
            throw new IllegalStateException(
                    command + " failed: " + answer.path("failure").asText());
        }
        return answer;
    }

    JsonNode expect(long first, int tasks, long lengthMillis) throws IOException, InterruptedException {
        return ask(command("expect").put("first", first).put("tasks", tasks).put("lengthMillis", lengthMillis));
    }

    JsonNode enqueue(long first, int tasks) throws IOException, InterruptedException {
        return ask(command("enqueue").put("first", first).put("tasks", tasks));
    }

    JsonNode await(long first, int tasks, long limitSeconds) throws IOException, InterruptedException {
        return ask(command("await").put("first", first).put("tasks", tasks).put("limitSeconds", limitSeconds));
    }

    void hold() throws IOException, InterruptedException {
        ask(command("hold"));
    }

    /** An answer's array of numbers. */
    static long[] numbers(JsonNode answer, String name) {
        JsonNode array = answer.path(name);
        long[] numbers = new long[array.size()];
        for (int place = 0; place < numbers.length; place++) {
            numbers[place] = array.get(place).asLong();
        }
        return numbers;
    }
}
