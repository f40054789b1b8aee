package dev.takt.web.access;

import dev.takt.access.Caller;
import dev.takt.access.Role;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which roles see which page of the console. A page that is not named here is for viewers; what its buttons do is
 * checked again by the bean behind it. Stands after {@link Guard} in {@code web.xml}.
 */
public class PageRoles extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private static final Set<Role> ANYBODY = EnumSet.allOf(Role.class);
    private static final Set<Role> WHO_SEES_TASKS = EnumSet.of(Role.VIEWER, Role.SUBMITTER);
    private static final Set<Role> VIEWERS = EnumSet.of(Role.VIEWER);
    private static final Set<Role> ADMINISTRATORS = EnumSet.of(Role.ADMINISTRATOR);

    private static final String OVERVIEW = "/index.xhtml";

    private static final Map<String, Set<Role>> PAGES = Map.of(
            Door.LOGIN_PAGE,
            ANYBODY,
            Door.PASSWORD_PAGE,
            ANYBODY,
            "/tasks.xhtml",
            WHO_SEES_TASKS,
            "/running.xhtml",
            WHO_SEES_TASKS,
            "/task.xhtml",
            WHO_SEES_TASKS,
            "/search.xhtml",
            WHO_SEES_TASKS,
            "/submit.xhtml",
            EnumSet.of(Role.SUBMITTER),
            "/users.xhtml",
            ADMINISTRATORS,
            "/tokens.xhtml",
            ADMINISTRATORS,
            "/audit.xhtml",
            ADMINISTRATORS);

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Caller caller = Passage.caller(request);
        String path = Door.path(request);
        boolean page = Door.of(request) == Door.CONSOLE && !path.startsWith("/jakarta.faces.resource/");
        if (!page || caller != null && !Collections.disjoint(PAGES.getOrDefault(path, VIEWERS), caller.roles())) {
            chain.doFilter(request, response);
        } else if (path.equals(OVERVIEW) && caller != null && caller.roles().contains(Role.SUBMITTER)) {
            // Where everybody lands after the sign-in; who may not see it begins with the tasks.
            response.sendRedirect(request.getContextPath() + "/tasks.xhtml");
        } else {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        }
    }
}
