package dev.takt.work.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.takt.intake.DocumentReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server's answer as a task's result: {@code {"status", "headers", "body", "truncated"}}. */
final class HttpAnswer {
    /** What is kept of a body, in bytes. */
    static final int BODY_BYTES_MAX = 64 * 1024;

    private static final List<String> KEPT_HEADERS =
            List.of("content-type", "date", "etag", "last-modified", "location", "retry-after", "x-request-id");
    private static final int HEADER_CHARS_MAX = 1_000;
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern CHARSET = Pattern.compile("charset=\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);

    private final HttpResponse<Body> response;

    HttpAnswer(HttpResponse<Body> response) {
        this.response = response;
    }

    /**
     * The beginning of a body.
     *
     * @param truncated whether there was more
     */
    record Body(byte[] bytes, boolean truncated) {}

    int status() {
        return response.statusCode();
    }

    boolean isSuccess() {
        return status() / 100 == 2;
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    /** The body as text; null when it is not text. */
    String text() {
        String type = contentType();
        boolean isText = type.isEmpty()
                || type.startsWith("text/")
                || type.contains("json")
                || type.contains("xml")
                || type.startsWith("application/x-www-form-urlencoded");
        if (!isText) {
            return null;
        }
        String text = new String(response.body().bytes(), charset());
        // Control characters would grow sixfold in JSON, and say nothing.
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\r\\t]]", "\uFFFD");
    }

    /** The answer as JSON: a body that is JSON becomes part of it, other text a string, anything else is left out. */
    String json() {
        StringWriter json = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(json)) {
            out.writeStartObject();
            out.writeNumberField("status", status());
            out.writeObjectFieldStart("headers");
            for (String name : KEPT_HEADERS) {
                String value = header(name);
                if (value != null) {
                    out.writeStringField(
                            name, value.length() <= HEADER_CHARS_MAX ? value : value.substring(0, HEADER_CHARS_MAX));
                }
            }
            out.writeEndObject();
            writeBody(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed; this cannot happen.", e);
        }
        return json.toString();
    }

    private void writeBody(JsonGenerator out) throws IOException {
        Body body = response.body();
        String text = text();
        if (text == null) {
            out.writeNumberField("bodyBytes", body.bytes().length);
        } else if (contentType().contains("json") && !body.truncated() && DocumentReader.flaw(text) == null) {
            out.writeFieldName("body");
            out.writeRawValue(text.strip());
        } else {
            out.writeStringField("body", text);
        }
        out.writeBooleanField("truncated", body.truncated());
    }

    private String contentType() {
        String type = header("content-type");
        return type == null ? "" : type.toLowerCase(Locale.ROOT);
    }

    private Charset charset() {
        Matcher named = CHARSET.matcher(contentType());
        if (named.find()) {
            try {
                return Charset.forName(named.group(1));
            } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
                return StandardCharsets.UTF_8;
            }
        }
        return StandardCharsets.UTF_8;
    }

    /** Keeps the beginning of a body and hangs up when there is more. */
    static final class Collector implements BodySubscriber<Body> {
        private final CompletableFuture<Body> body = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Flow.Subscription subscription;

        @Override
        public CompletionStage<Body> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                byte[] part = new byte[Math.min(buffer.remaining(), BODY_BYTES_MAX - bytes.size())];
                buffer.get(part);
                bytes.writeBytes(part);
                if (buffer.hasRemaining()) {
                    subscription.cancel();
                    body.complete(new Body(bytes.toByteArray(), true));
                    return;
                }
            }
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(new Body(bytes.toByteArray(), false));
        }
    }
}
