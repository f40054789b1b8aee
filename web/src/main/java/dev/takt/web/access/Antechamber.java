package dev.takt.web.access;

import io.undertow.server.HandlerWrapper;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.HttpContinueAcceptingHandler;
import io.undertow.server.handlers.RequestBufferingHandler;
import io.undertow.server.handlers.RequestLimitingHandler;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;

/**
 * Where requests wait until their bodies are there. The container reads bodies with a thread that blocks, and reads even
 * those to the end that it refuses, so that some dozens of strangers who send half a body and then nothing would hold
 * all threads of the server. Here no thread waits:
 *
 * <pre>
 *   request ─▶ body up to 64 KiB is gathered, without a thread ─▶ all there  ─────────────────▶ container
 *                                                              └▶ larger, or of untold length ─▶ at most 8 at once ─▶ container
 * </pre>
 *
 * The few large ones may be slow, each in a thread of its own; the rest of them wait in line, without a thread, and beyond
 * that line are refused with 503. Everything else goes past them. A sign-in is never large: such a one is refused at once.
 */
public final class Antechamber implements HandlerWrapper {
    /** Of the listener, each of 16 KiB, which is Undertow's default: pages' forms and usual tasks have room in them. */
    private static final int GATHERED_BUFFERS = 4;

    /** So much may lie in memory for each connection. */
    static final int GATHERED_BYTES = GATHERED_BUFFERS * 16 * 1024;

    /** A quarter of the threads that the smallest server has (16 for each of two processors). */
    static final int LARGE_AT_ONCE = 8;

    /** Waiting costs the gathered bytes only; a caller who would wait behind more than these is better told to come again. */
    static final int LARGE_IN_LINE = 200;

    @Override
    public HttpHandler wrap(HttpHandler container) {
        HttpHandler few = new RequestLimitingHandler(LARGE_AT_ONCE, LARGE_IN_LINE, container);
        HttpHandler sorted = exchange -> (isLarge(exchange) ? few : container).handleRequest(exchange);
        HttpHandler gather = new RequestBufferingHandler(sorted, GATHERED_BUFFERS);
        // Who waits to be asked for the body is asked here: the container would do so with a thread that then waits.
        HttpHandler asking = new HttpContinueAcceptingHandler(asked -> {
            asked.getRequestHeaders().remove(Headers.EXPECT);
            gather.handleRequest(asked);
        });
        return exchange -> {
            if (isLarge(exchange) && exchange.getRelativePath().equals(Door.LOGIN_PAGE)) {
                refuse(exchange);
            } else {
                asking.handleRequest(exchange);
            }
        };
    }

    /** Names and passwords are short, and browsers tell how long. The connection ends, so that nothing of the body is waited for. */
    private static void refuse(HttpServerExchange exchange) {
        exchange.setPersistent(false);
        exchange.setStatusCode(StatusCodes.REQUEST_ENTITY_TOO_LARGE);
        exchange.endExchange();
    }

    private static boolean isLarge(HttpServerExchange exchange) {
        long length = exchange.getRequestContentLength();
        boolean untold = length < 0 && exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING);
        return untold || length > GATHERED_BYTES;
    }
}
