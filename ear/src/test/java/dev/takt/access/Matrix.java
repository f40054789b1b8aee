package dev.takt.access;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Who may do what: the rule itself, written by hand, against which the server is held. */
final class Matrix {
    private static final Set<String> EVERYBODY = Set.of("viewer", "submitter", "operator", "administrator");
    private static final Set<String> VIEWERS = Set.of("viewer", "operator", "administrator");
    private static final Set<String> SUBMITTERS = Set.of("submitter", "operator", "administrator");
    private static final Set<String> OPERATORS = Set.of("operator", "administrator");
    private static final Set<String> ADMINISTRATORS = Set.of("administrator");

    /** Method and path to the roles that may call it. */
    static final Map<String, Set<String>> ROUTES = new TreeMap<>(Map.ofEntries(
            entry("POST /api/v1/tasks", SUBMITTERS),
            entry("POST /api/v1/tasks/batch", SUBMITTERS),
            entry("GET /api/v1/tasks", EVERYBODY),
            entry("GET /api/v1/tasks/running", EVERYBODY),
            entry("GET /api/v1/tasks/{id}", EVERYBODY),
            entry("GET /api/v1/tasks/{id}/attempts", EVERYBODY),
            entry("POST /api/v1/tasks/{id}/cancel", OPERATORS),
            entry("POST /api/v1/tasks/{id}/retry", OPERATORS),
            entry("GET /api/v1/jobs", VIEWERS),
            entry("GET /api/v1/jobs/{name}", VIEWERS),
            entry("PUT /api/v1/jobs/{name}", ADMINISTRATORS),
            entry("DELETE /api/v1/jobs/{name}", ADMINISTRATORS),
            entry("POST /api/v1/jobs/{name}/run", SUBMITTERS),
            entry("GET /api/v1/queues", VIEWERS),
            entry("PUT /api/v1/queues/{name}", ADMINISTRATORS),
            entry("POST /api/v1/queues/{name}/pause", OPERATORS),
            entry("POST /api/v1/queues/{name}/resume", OPERATORS),
            entry("GET /api/v1/pools", VIEWERS),
            entry("PUT /api/v1/pools/{name}", ADMINISTRATORS),
            entry("GET /api/v1/nodes", VIEWERS),
            entry("POST /api/v1/nodes/{id}/drain", OPERATORS),
            entry("POST /api/v1/nodes/{id}/activate", OPERATORS),
            entry("GET /api/v1/stats", VIEWERS),
            entry("GET /api/v1/me", EVERYBODY),
            entry("PUT /api/v1/me/password", EVERYBODY),
            entry("GET /api/v1/users", ADMINISTRATORS),
            entry("POST /api/v1/users", ADMINISTRATORS),
            entry("GET /api/v1/users/{name}", ADMINISTRATORS),
            entry("DELETE /api/v1/users/{name}", ADMINISTRATORS),
            entry("PUT /api/v1/users/{name}/roles", ADMINISTRATORS),
            entry("PUT /api/v1/users/{name}/password", ADMINISTRATORS),
            entry("POST /api/v1/users/{name}/disable", ADMINISTRATORS),
            entry("POST /api/v1/users/{name}/enable", ADMINISTRATORS),
            entry("GET /api/v1/tokens", ADMINISTRATORS),
            entry("POST /api/v1/tokens", ADMINISTRATORS),
            entry("DELETE /api/v1/tokens/{id}", ADMINISTRATORS),
            entry("GET /api/v1/audit", ADMINISTRATORS)));

    private Matrix() {}
}
