package dev.takt.web.console;

import dev.takt.api.Retry;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskRequest;
import dev.takt.intake.Intake;
import dev.takt.job.JobView;
import dev.takt.job.Jobs;
import dev.takt.own.Pools;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.TreeSet;

/** The form that makes one task. What is left empty is taken from the job or from Takt's defaults. */
@Named
@RequestScoped
public class SubmitForm {
    /** How many jobs the choice offers; others are typed. */
    private static final int JOBS_OFFERED = 200;

    @Inject
    private Intake intake;

    @Inject
    private Jobs jobs;

    @Inject
    private Snapshot snapshot;

    @Inject
    private Viewer viewer;

    @Inject
    private Notice notice;

    @Inject
    private HttpServletRequest request;

    private final TaskFields fields = new TaskFields();
    private String kind = "handler";
    private String job;
    private String key;
    private String when = "now";
    private String due;
    private String delay;

    /** A link may choose the job or the handler. */
    @PostConstruct
    void prefill() {
        if (request.getParameter("job") != null && "GET".equals(request.getMethod())) {
            kind = "job";
            job = request.getParameter("job");
        } else if (request.getParameter("handler") != null && "GET".equals(request.getMethod())) {
            fields.setHandler(request.getParameter("handler"));
        }
    }

    public void submit() {
        notice.attempt(() -> {
            viewer.require(Permission.SUBMIT);
            Fields read = new Fields();
            TaskRequest wish = wish(read);
            read.throwIfWrong();
            List<TaskReceipt> receipts = Notice.await(intake.submit(List.of(wish), false, viewer.getName()));
            TaskReceipt receipt = receipts.get(0);
            notice.doneAfterRedirect(
                    receipt.existing()
                            ? "The key was used before: this is the task that it made first."
                            : "The task was accepted.");
            TaskPage.open(receipt.id());
        });
    }

    private TaskRequest wish(Fields read) {
        boolean ofJob = "job".equals(kind);
        boolean later = "at".equals(when);
        boolean delayed = "delay".equals(when);
        Retry retry = fields.retry(read);
        return new TaskRequest(
                ofJob ? read.needed("job", job) : null,
                ofJob ? null : read.needed("handler", fields.getHandler()),
                read.text(fields.getPayload()),
                read.text(fields.getQueue()),
                read.integer("priority", fields.getPriority()),
                read.text(key),
                later ? read.moment("due", due, viewer.getZone()) : null,
                delayed ? read.span("delay", delay) : null,
                read.span("timeout", fields.getTimeout()),
                read.span("ttl", fields.getTtl()),
                retry,
                read.labels("labels", fields.getLabels()),
                fields.getNeeds().read(read));
    }

    /** The handlers that some node has, by name. */
    public TreeSet<String> getHandlers() {
        TreeSet<String> names = new TreeSet<>();
        snapshot.now().nodes().forEach(node -> names.addAll(node.handlers()));
        return names;
    }

    public List<String> getJobs() {
        return jobs.list(null, JOBS_OFFERED).items().stream().map(JobView::name).toList();
    }

    public List<String> getQueues() {
        return snapshot.now().queues().stream().map(Pools.QueueView::name).toList();
    }

    public TaskFields getFields() {
        return fields;
    }

    public String getKind() {
        return kind;
    }

    public void setKind(String kind) {
        this.kind = kind;
    }

    public String getJob() {
        return job;
    }

    public void setJob(String job) {
        this.job = job;
    }

    public String getKey() {
        return key;
    }

    public void setKey(String key) {
        this.key = key;
    }

    public String getWhen() {
        return when;
    }

    public void setWhen(String when) {
        this.when = when;
    }

    public String getDue() {
        return due;
    }

    public void setDue(String due) {
        this.due = due;
    }

    public String getDelay() {
        return delay;
    }

    public void setDelay(String delay) {
        this.delay = delay;
    }
}
