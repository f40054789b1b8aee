package dev.takt.job;

import dev.takt.record.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The jobs: definitions with versions, and their triggers. Changes are audited. */
@ApplicationScoped
public class Jobs {
    /** One page of jobs by name. */
    public Page<JobView> list(String after, int limit) {
        throw new UnsupportedOperationException();
    }

    public Optional<JobView> find(String name) {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes or changes a job; a change makes a new version. Tasks that exist keep what they were made with.
     *
     * @throws dev.takt.api.TaktException.Invalid with all violations
     */
    public JobView put(String name, JobDefinition definition, String actor) {
        throw new UnsupportedOperationException();
    }

    /** Removes a job and its triggers; its tasks stay. */
    public void delete(String name, String actor) {
        throw new UnsupportedOperationException();
    }
}
