package dev.takt.web.api;

import dev.takt.api.TaktException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The forms that good answers have. */
final class Answers {
    /** Longer than any takeover; a caller that hears nothing for so long should rather ask again with the same key. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Answers() {}

    static Response ok(byte[] json) {
        return Response.ok(json, MediaType.APPLICATION_JSON_TYPE).build();
    }

    static Response created(URI location, byte[] json) {
        return Response.created(location)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(json)
                .build();
    }

    static Response accepted(byte[] json) {
        return Response.accepted(json).type(MediaType.APPLICATION_JSON_TYPE).build();
    }

    /** Where a thing of the API is. */
    static URI location(UriInfo uri, String collection, String name) {
        return uri.getBaseUriBuilder().path(collection).path("{name}").build(name);
    }

    /**
     * Where tasks are. Taken while the request is at hand: stages complete on other threads, which know no request. An
     * id can be appended as it is.
     */
    static String tasks(UriInfo uri) {
        return uri.getBaseUri() + "tasks/";
    }

    /** An answer that is ready when the stage is, or a refusal when that takes too long. */
    static <T, A> CompletionStage<A> when(CompletionStage<T> stage, Function<T, A> answer) {
        return stage.thenApply(answer)
                .toCompletableFuture()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> {
                    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure;
                    if (cause instanceof TimeoutException) {
                        throw TaktException.Busy.unavailable(
                                "There was no answer within " + PATIENCE.toSeconds()
                                        + " s; whether this was carried out"
                                        + " is not known. Ask again: with the same key nothing is made twice.",
                                Duration.ofSeconds(2));
                    }
                    throw new CompletionException(cause);
                });
    }
}
