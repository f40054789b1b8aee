package dev.takt.job;

import dev.takt.api.TaktException;
import dev.takt.api.board.JobBoard;
import dev.takt.api.board.JobBoard.Declaration;
import dev.takt.record.Database;
import dev.takt.record.JobVersionRows;
import dev.takt.record.JobVersionRows.Version;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Makes the jobs that deployments declare in their {@code META-INF/takt-jobs.json}.
 *
 * <p>People win over files. A job is made when the file declares something new: a name that no deployment has declared
 * before, or another definition than the one that a deployment declared last. So a job that somebody deleted stays
 * deleted, and a job that somebody changed stays as it is, until the file changes; and even then a changed job is left
 * alone, and the log says so. The job's history tells all this: versions made here have {@link #ACTOR} before the
 * deployment's name as their author.
 *
 * <p>What fails (a handler that is not there yet, a database that is out of reach) is tried again every few seconds.
 */
@Singleton
@Startup
@DependsOn("Migrations")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class DeclaredJobs {
    /** What precedes the deployment's name; user names have no colon. */
    static final String ACTOR = "deployment:";

    private static final int ACTOR_MAX_CHARS = 100;

    /** How many different messages are remembered, so as not to repeat them. */
    private static final int COMPLAINTS_MAX = 1_000;

    private static final Logger LOG = Logger.getLogger(DeclaredJobs.class);

    @Inject
    private Jobs jobs;

    @Inject
    private Database database;

    @Resource
    private ManagedExecutorService executor;

    private final Set<Declaration> done = new HashSet<>();
    private final Set<String> complaints = new HashSet<>();
    private Runnable stopListening;

    /** What a declaration means, given the job's past. */
    enum Verdict {
        /** Make or change the job. */
        REGISTER,
        /** A deployment has declared this before: whatever became of it since is somebody's will. */
        KNOWN,
        /** The file changed, but so did a person before it. */
        CHANGED_BY_PERSON
    }

    @PostConstruct
    void begin() {
        stopListening = JobBoard.shared().listen(() -> executor.execute(this::register));
        executor.execute(this::register);
    }

    @PreDestroy
    void end() {
        stopListening.run();
    }

    /** Tries again what failed. */
    @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
    void retry() {
        register();
    }

    private synchronized void register() {
        List<Declaration> declared = JobBoard.shared().declarations();
        // What was undeployed is looked at afresh when it returns.
        done.retainAll(declared);
        for (Declaration declaration : declared) {
            if (done.contains(declaration)) {
                continue;
            }
            try {
                JobFile.read(declaration.json(), System::getProperty)
                        .forEach(job -> register(job, actor(declaration.deployment())));
                done.add(declaration);
            } catch (TaktException refused) {
                complain("The jobs of deployment '" + declaration.deployment() + "' are not made yet: "
                        + refused.getMessage());
            } catch (RuntimeException defect) {
                // One deployment's declaration must not keep those of others from being made.
                complain("The jobs of deployment '" + declaration.deployment() + "' are not made yet, because of a"
                        + " failure that Takt does not expect: " + defect);
            }
        }
    }

    private void register(JobFile.Declared job, String actor) {
        // As the record has it: completed, so that it can be compared with what was declared before.
        String definition = JobDocument.write(JobRules.complete(job.definition()));
        List<Version> past = database.query(connection -> JobVersionRows.latest(connection, job.name(), ACTOR));
        switch (verdict(definition, past)) {
            case REGISTER -> {
                jobs.put(job.name(), job.definition(), actor);
                LOG.infof("Job '%s' is made as %s declares it.", job.name(), actor);
            }
            case KNOWN -> LOG.debugf("Job '%s' stays as it is: %s declares what it did before.", job.name(), actor);
            case CHANGED_BY_PERSON ->
                complain("Job '" + job.name() + "' stays as a person changed it, though " + actor
                        + " now declares it otherwise. Delete the job and deploy again to take the declaration.");
        }
    }

    /**
     * Judges a declaration.
     *
     * @param past the newest version of the job, then the newest that a deployment declared, as far as there are any
     */
    static Verdict verdict(String definition, List<Version> past) {
        Optional<Version> declared = past.stream()
                .filter(version -> version.changedBy().startsWith(ACTOR) && version.definition() != null)
                .findFirst();
        if (declared.map(Version::definition).equals(Optional.of(definition))) {
            return Verdict.KNOWN;
        }
        boolean untouched = past.isEmpty()
                || past.get(0).definition() == null
                || past.get(0).changedBy().startsWith(ACTOR);
        return untouched ? Verdict.REGISTER : Verdict.CHANGED_BY_PERSON;
    }

    private static String actor(String deployment) {
        String actor = ACTOR + deployment;
        return actor.length() <= ACTOR_MAX_CHARS ? actor : actor.substring(0, ACTOR_MAX_CHARS);
    }

    /** Says a thing once, not every few seconds. */
    private void complain(String message) {
        if (complaints.size() >= COMPLAINTS_MAX) {
            complaints.clear();
        }
        if (complaints.add(message)) {
            LOG.warn(message);
        }
    }
}
