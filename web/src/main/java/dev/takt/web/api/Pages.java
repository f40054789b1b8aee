package dev.takt.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.takt.record.Page;
import java.io.IOException;

/** Lists as JSON: {@code {"items": […], "next": "…"}}, where {@code next} is what to pass as {@code after}. */
final class Pages {
    private Pages() {}

    /** What writes one item. */
    @FunctionalInterface
    interface ItemWriting<T> {
        void to(JsonGenerator json, T item) throws IOException;
    }

    static <T> byte[] write(Page<T> page, ItemWriting<T> writing) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (T item : page.items()) {
                writing.to(json, item);
            }
            json.writeEndArray();
            Json.text(json, "next", page.next());
            json.writeEndObject();
        });
    }
}
