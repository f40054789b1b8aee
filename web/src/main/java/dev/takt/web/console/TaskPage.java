package dev.takt.web.console;

import dev.takt.api.TaktException;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskState;
import dev.takt.cluster.Nodes;
import dev.takt.intake.Intake;
import dev.takt.own.Pools;
import dev.takt.record.AttemptDetail;
import dev.takt.record.TaskDetail;
import dev.takt.record.TaskSearch;
import dev.takt.record.TaskSummary;
import dev.takt.web.api.Hindrance;
import dev.takt.work.Worker;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One task: where it stands, what was tried, what came of it. */
@Named
@RequestScoped
public class TaskPage {
    @Inject
    private TaskSearch search;

    @Inject
    private Intake intake;

    @Inject
    private Worker worker;

    @Inject
    private Snapshot snapshot;

    @Inject
    private Nodes nodes;

    @Inject
    private Viewer viewer;

    @Inject
    private Notice notice;

    @Inject
    private Show show;

    @Inject
    private HttpServletRequest request;

    private UUID id;
    private TaskDetail detail;
    private List<AttemptDetail> attempts = List.of();
    private String problem;

    @PostConstruct
    void load() {
        String asked = request.getParameter("id");
        try {
            id = UUID.fromString(asked == null ? "" : asked.trim());
            detail = search.find(id).orElse(null);
            attempts = detail == null ? List.of() : search.attempts(id);
            problem = detail != null
                    ? null
                    : "There is no task " + id + ": it was never accepted, or it is older than the history is kept.";
        } catch (IllegalArgumentException notId) {
            problem = "The address names no task; open one from the list.";
        } catch (TaktException refusal) {
            problem = refusal.getMessage();
        }
    }

    /** Why there is nothing to show; null when there is. */
    public String getProblem() {
        return problem;
    }

    public TaskDetail getDetail() {
        return detail;
    }

    public TaskSummary getSummary() {
        return detail == null ? null : detail.summary();
    }

    public List<AttemptDetail> getAttempts() {
        return attempts;
    }

    /**
     * How far a running attempt is.
     *
     * @param percent 0 to 100
     * @param message what it says that it does; empty when it says nothing
     */
    public record Progress(int percent, String message) {}

    /** How far the running attempt says it is; null when it does not run on this node, or says nothing. */
    public Progress getProgress() {
        if (detail == null || getSummary().state() != TaskState.RUNNING) {
            return null;
        }
        return worker.running().stream()
                .filter(attempt -> attempt.task().equals(id) && attempt.percent() >= 0)
                .map(attempt -> new Progress(attempt.percent(), attempt.message() == null ? "" : attempt.message()))
                .findFirst()
                .orElse(null);
    }

    /** The life-cycle diagram. */
    public LifeCycle getLifeCycle() {
        return LifeCycle.of(detail);
    }

    /** What is known about why the task does not run; null when it runs, has ended, or only stands in line. */
    public String getWaitReason() {
        TaskSummary task = getSummary();
        if (task == null || !task.state().isWaiting()) {
            return null;
        }
        if (task.state() == TaskState.SCHEDULED) {
            String why = task.attempts() > 0 ? "It waits for its next attempt, due " : "It is not due before ";
            return why + show.moment(task.dueAt()) + " " + viewer.getZone() + ".";
        }
        Optional<Hindrance> hindrance = Hindrance.of(detail, nodes);
        if (hindrance.isPresent()) {
            return hindrance.get().sentence();
        }
        return snapshot.now().queues().stream()
                .filter(queue -> queue.name().equals(task.queue()))
                .map(this::lineReason)
                .findFirst()
                .orElse(null);
    }

    private String lineReason(Pools.QueueView queue) {
        if (queue.paused()) {
            return "Queue '" + queue.name() + "' is paused since " + show.moment(queue.pausedAt()) + " by "
                    + queue.pausedBy() + "; nothing of it starts until it is resumed.";
        }
        Integer limit = queue.settings().runningLimit();
        if (limit != null && limit > 0 && queue.running() >= limit) {
            return "Queue '" + queue.name() + "' runs " + queue.running() + " tasks, which is its limit.";
        }
        return "It stands in line: " + show.count(queue.waiting()) + " ready in queue '" + queue.name() + "', "
                + show.count(queue.running()) + " running.";
    }

    /** Why it cannot be cancelled; empty when it can. */
    public String getNoCancel() {
        if (detail == null || getSummary().state().isFinal()) {
            return "The task has ended; an ended task stays as it is.";
        }
        if (getSummary().cancelling()) {
            return "The task has been asked to stop already.";
        }
        return viewer.getNoOperate();
    }

    /** Why it cannot be retried; empty when it can. */
    public String getNoRetry() {
        if (detail == null) {
            return "There is no task to retry.";
        }
        boolean ended = getSummary().state().isFinal();
        boolean waitsForRetry =
                getSummary().state() == TaskState.SCHEDULED && getSummary().attempts() > 0;
        return ended || waitsForRetry
                ? viewer.getNoOperate()
                : "Only an ended task, or one that waits for its next attempt, can be retried.";
    }

    public void cancel() {
        notice.attempt(() -> {
            viewer.require(Permission.OPERATE);
            TaskReceipt receipt = Notice.await(intake.cancel(id, viewer.getName()));
            notice.done(
                    receipt.state() == TaskState.CANCELLED
                            ? "The task is cancelled."
                            : "The task was told to stop; it is interrupted if it does not.");
        });
        reload();
    }

    /** Retries, and goes to the task that repeats this one. */
    public void retry() {
        notice.attempt(() -> {
            viewer.require(Permission.OPERATE);
            TaskReceipt receipt = Notice.await(intake.retry(id, viewer.getName()));
            if (receipt.id().equals(id.toString())) {
                notice.done("The next attempt starts now.");
            } else {
                notice.doneAfterRedirect("This task repeats " + id + ".");
                open(receipt.id());
            }
        });
        reload();
    }

    static void open(String task) {
        FacesContext context = FacesContext.getCurrentInstance();
        try {
            context.getExternalContext()
                    .redirect(context.getExternalContext().getRequestContextPath() + "/task.xhtml?id=" + task);
        } catch (IOException gone) {
            throw new UncheckedIOException("The browser went away before it could be sent to task " + task + ".", gone);
        }
    }

    private void reload() {
        snapshot.changed();
        load();
    }
}
