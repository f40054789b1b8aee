package dev.takt.web.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The headers that tell a browser what it may do with an answer.
 *
 * <p>The pages' rule for scripts ({@code script-src 'self' 'nonce-…'}) is added by PrimeFaces, which makes the nonce
 * anew for each page; browsers then apply both headers. Styles may stand in the markup, because PrimeFaces's components
 * write some there.
 */
public final class SecurityHeaders {
    private static final String PAGES =
            "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none';"
                    + " frame-src 'none'; img-src 'self' data:; font-src 'self' data:; style-src 'self' 'unsafe-inline';"
                    + " connect-src 'self'; manifest-src 'self'; media-src 'none'; worker-src 'none'";
    private static final String ALL_ELSE =
            "default-src 'none'; base-uri 'none'; form-action 'none';" + " frame-ancestors 'none'";

    /** Half a year; sent only over TLS, where alone it means something. */
    private static final String STRICT_TRANSPORT = "max-age=15552000";

    private static final String POLICY = "Content-Security-Policy";
    private static final String CACHE = "Cache-Control";
    private static final String NO_STORE = "no-store";
    private static final String TRANSPORT = "Strict-Transport-Security";

    /** The same for everything that is served. */
    private static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()");

    private SecurityHeaders() {}

    static void set(HttpServletRequest request, HttpServletResponse response) {
        String path = Door.path(request);
        boolean resource = path.startsWith("/jakarta.faces.resource/");
        boolean page = !resource && (path.endsWith(".xhtml") || path.equals("/"));
        ALWAYS.forEach(response::setHeader);
        response.setHeader(POLICY, page ? PAGES : ALL_ELSE);
        if (!resource) {
            response.setHeader(CACHE, NO_STORE);
        }
        if (request.isSecure()) {
            response.setHeader(TRANSPORT, STRICT_TRANSPORT);
        }
    }

    /**
     * The headers of an answer of the API.
     *
     * @param secure whether the request came over TLS
     */
    public static Map<String, String> ofApi(boolean secure) {
        Map<String, String> headers = new LinkedHashMap<>(ALWAYS);
        headers.put(POLICY, ALL_ELSE);
        headers.put(CACHE, NO_STORE);
        if (secure) {
            headers.put(TRANSPORT, STRICT_TRANSPORT);
        }
        return headers;
    }
}
