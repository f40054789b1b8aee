package dev.takt.intake;

import dev.takt.api.TaktException.Violation;
import dev.takt.api.TaskRequest;
import java.util.List;

/** What a request must keep to, whichever way it came in, as far as it can be told without looking anything up. */
public final class RequestRules {
    private RequestRules() {}

    /**
     * Checks one request.
     *
     * @param pathPrefix what stands before the names of fields: {@code [3].} in a batch, else empty
     * @return all violations; empty when there are none
     * @throws dev.takt.api.TaktException.TooLarge when the payload exceeds its limit
     */
    public static List<Violation> check(TaskRequest request, String pathPrefix) {
        FieldRules rules = new FieldRules(pathPrefix);
        if (request == null) {
            rules.add("", "is null; a request is needed.");
            return rules.violations();
        }
        if (request.job() == null && request.handler() == null) {
            rules.add("job", "is missing, and so is handler; name one of them.");
        }
        if (request.job() != null && request.handler() != null) {
            rules.add("handler", "is given together with job; a job has its own handler, so name one of them.");
        }
        rules.name("job", request.job());
        rules.name("handler", request.handler());
        rules.name("queue", request.queue());
        rules.priority("priority", request.priority());
        rules.text("key", request.key(), 1, FieldRules.KEY_MAX);
        if (request.due() != null && request.delay() != null) {
            rules.add("delay", "is given together with due; give one of them.");
        }
        rules.time("due", request.due());
        rules.wait("delay", request.delay(), FieldRules.YEAR);
        rules.limit("timeout", request.timeout(), FieldRules.LONG);
        rules.limit("ttl", request.ttl(), FieldRules.YEAR);
        rules.retry("retry", request.retry());
        rules.labels("labels", request.labels());
        rules.needs(request.needs());
        rules.payload("payload", request.payload());
        return rules.violations();
    }
}
