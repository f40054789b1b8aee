package dev.takt.web.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/** Which way in a request takes; each has its own way to prove an identity and to refuse. */
enum Door {
    /** What everybody may see: the login page and what it needs to look as it does. */
    OPEN,
    /** Programs: Basic or Bearer, refusals are problem documents. */
    API,
    /** People with browsers: a session, refusals are pages. */
    CONSOLE;

    static final String LOGIN_PAGE = "/login.xhtml";
    static final String PASSWORD_PAGE = "/password.xhtml";

    /**
     * Styles, scripts, fonts and pictures of the console's own libraries: the same for everybody, and public with
     * Takt's source. Resources with other names, and those that PrimeFaces streams from a session, need a signed-in
     * user.
     */
    private static final Pattern RESOURCE = Pattern.compile(
            "/jakarta\\.faces\\.resource/[A-Za-z0-9_./-]+\\.(css|js|woff2?|ttf|svg|png|gif|ico)\\.xhtml");

    private static final String STREAMED = "pfdrid";

    static Door of(HttpServletRequest request) {
        String path = path(request);
        if (isApi(path)) {
            return API;
        }
        // The method first: looking for a parameter would read a POST's body.
        boolean resource = "GET".equals(request.getMethod())
                && RESOURCE.matcher(path).matches()
                && !path.contains("..")
                && request.getParameter(STREAMED) == null;
        return resource || path.equals(LOGIN_PAGE) || path.equals("/favicon.ico") ? OPEN : CONSOLE;
    }

    /** Whether answers under this path are for programs. */
    static boolean isApi(String path) {
        return path.equals("/api")
                || path.startsWith("/api/")
                || path.equals("/openapi")
                || path.startsWith("/openapi/");
    }

    /** The decoded path within the application, as the container matches it to servlets. */
    static String path(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }
}
