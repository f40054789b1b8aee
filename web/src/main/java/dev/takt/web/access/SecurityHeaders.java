package dev.takt.web.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The headers that tell a browser what it may do with an answer.
 *
 * <p>The pages' rule for scripts ({@code script-src 'self' 'nonce-…'}) is added by PrimeFaces, which makes the nonce
 * anew for each page; browsers then apply both headers. Styles may stand in the markup, because PrimeFaces's components
 * write some there.
 */
final class SecurityHeaders {
    private static final String PAGES =
            "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none';"
                    + " frame-src 'none'; img-src 'self' data:; font-src 'self' data:; style-src 'self' 'unsafe-inline';"
                    + " connect-src 'self'; manifest-src 'self'; media-src 'none'; worker-src 'none'";
    private static final String ALL_ELSE =
            "default-src 'none'; base-uri 'none'; form-action 'none';" + " frame-ancestors 'none'";

    /** Half a year; sent only over TLS, where alone it means something. */
    private static final String STRICT_TRANSPORT = "max-age=15552000";

    private SecurityHeaders() {}

    static void set(HttpServletRequest request, HttpServletResponse response) {
        String path = Door.path(request);
        boolean resource = path.startsWith("/jakarta.faces.resource/");
        boolean page = !resource && (path.endsWith(".xhtml") || path.equals("/"));
        response.setHeader("Content-Security-Policy", page ? PAGES : ALL_ELSE);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        if (!resource) {
            response.setHeader("Cache-Control", "no-store");
        }
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", STRICT_TRANSPORT);
        }
    }
}
