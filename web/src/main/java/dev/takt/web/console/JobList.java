package dev.takt.web.console;

import dev.takt.api.TaktException;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskRequest;
import dev.takt.intake.Intake;
import dev.takt.job.JobDefinition;
import dev.takt.job.JobView;
import dev.takt.job.Jobs;
import dev.takt.job.TriggerDefinition;
import dev.takt.record.Page;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The list of jobs, and what can be done to one without opening it. */
@Named
@RequestScoped
public class JobList {
    /** How many rows a page has. */
    private static final int ROWS = 50;

    @Inject
    private Jobs jobs;

    @Inject
    private Intake intake;

    @Inject
    private Viewer viewer;

    @Inject
    private Notice notice;

    @Inject
    private HttpServletRequest request;

    private Page<JobView> page = new Page<>(List.of(), null);
    private String problem;

    @PostConstruct
    void load() {
        try {
            page = jobs.list(request.getParameter("after"), ROWS);
        } catch (TaktException refusal) {
            problem = refusal.getMessage();
        }
    }

    public List<JobView> getRows() {
        return page.items();
    }

    public String getNext() {
        return page.next();
    }

    public boolean isFirst() {
        return request.getParameter("after") == null;
    }

    public String getProblem() {
        return problem;
    }

    /** When a job makes tasks, in a few words. */
    public String rhythm(JobView job) {
        return job.definition().triggers() == null
                ? ""
                : job.definition().triggers().stream().map(JobList::rhythm).collect(Collectors.joining(", "));
    }

    /** The earliest time at which a trigger fires; null when none will. */
    public Instant nextFire(JobView job) {
        return job.triggers().stream()
                .flatMap(trigger -> trigger.nextFires().stream())
                .min(Instant::compareTo)
                .orElse(null);
    }

    public void run(String name) {
        notice.attempt(() -> {
            viewer.require(Permission.SUBMIT);
            TaskReceipt receipt = runNow(intake, name, viewer.getName());
            notice.doneAfterRedirect("Job '" + name + "' was given this task.");
            TaskPage.open(receipt.id());
        });
    }

    /** Makes one task of a job. */
    static TaskReceipt runNow(Intake intake, String name, String actor) {
        return Notice.await(intake.submit(List.of(TaskRequest.forJob(name).build()), false, actor))
                .get(0);
    }

    /** Lets a job's triggers fire, or not. */
    static JobView setPaused(Jobs jobs, JobView job, boolean paused, String actor) {
        JobDefinition now = job.definition();
        return jobs.put(
                job.name(),
                new JobDefinition(
                        now.handler(),
                        now.description(),
                        now.payload(),
                        now.queue(),
                        now.priority(),
                        now.timeout(),
                        now.ttl(),
                        now.retry(),
                        now.labels(),
                        now.needs(),
                        paused,
                        now.triggers()),
                actor);
    }

    private static String rhythm(TriggerDefinition trigger) {
        if (trigger.cron() != null) {
            return trigger.cron() + (trigger.zone() == null ? "" : " " + trigger.zone());
        }
        return trigger.every() != null ? "every " + Spans.write(trigger.every()) : "once";
    }
}
