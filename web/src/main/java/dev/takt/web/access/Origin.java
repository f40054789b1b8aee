package dev.takt.web.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Set;

/** Where a browser says that a request comes from. Scripts of other sites cannot set these headers. */
final class Origin {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    private Origin() {}

    /** Whether the request's method changes nothing. */
    static boolean isSafe(HttpServletRequest request) {
        return SAFE_METHODS.contains(request.getMethod());
    }

    /** Whether the browser says that the request comes from this very origin. */
    static boolean isProvenSame(HttpServletRequest request) {
        return isStated(request) && !isForeign(request);
    }

    /** Whether the browser says that the request comes from elsewhere. */
    static boolean isForeign(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            // "none" is the person: an address typed, a bookmark.
            return !site.equals("same-origin") && !site.equals("none");
        }
        String origin = request.getHeader("Origin");
        return origin != null && !isOwn(origin, request.getHeader("Host"));
    }

    private static boolean isStated(HttpServletRequest request) {
        return request.getHeader("Sec-Fetch-Site") != null || request.getHeader("Origin") != null;
    }

    /** Compares host and port only: the scheme may differ when a proxy in front of the server ends TLS. */
    private static boolean isOwn(String origin, String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
