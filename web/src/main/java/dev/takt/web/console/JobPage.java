package dev.takt.web.console;

import dev.takt.api.TaktException;
import dev.takt.intake.Intake;
import dev.takt.job.JobDefinition;
import dev.takt.job.JobView;
import dev.takt.job.Jobs;
import dev.takt.job.TriggerDefinition;
import dev.takt.own.Pools;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** One job: what it does, when it does it, and the form that changes it. Without a name in the address, a new one. */
@Named
@RequestScoped
public class JobPage {
    /** How many empty trigger rows the form offers besides those that exist. */
    private static final int SPARE_ROWS = 2;

    @Inject
    private Jobs jobs;

    @Inject
    private Intake intake;

    @Inject
    private Snapshot snapshot;

    @Inject
    private Viewer viewer;

    @Inject
    private Notice notice;

    @Inject
    private Show show;

    @Inject
    private HttpServletRequest request;

    private JobView job;
    private String problem;
    private String name;
    private String description;
    private TaskFields fields = new TaskFields();
    private List<TriggerFields> triggers = new ArrayList<>();

    /**
     * A trigger and when it fires.
     *
     * @param zone the zone that its times are told in
     */
    public record Rhythm(TriggerDefinition trigger, String when, Instant lastFire, List<Instant> fires, ZoneId zone) {}

    @PostConstruct
    void load() {
        name = request.getParameter("job");
        if (name != null && !name.isBlank()) {
            try {
                job = jobs.find(name).orElse(null);
                problem = job == null ? "There is no job '" + name + "'." : null;
            } catch (TaktException refusal) {
                problem = refusal.getMessage();
            }
        }
        fill();
    }

    private void fill() {
        fields = new TaskFields();
        triggers = new ArrayList<>();
        if (job != null) {
            description = job.definition().description();
            fields.show(job.definition(), show);
            known().forEach(trigger -> triggers.add(TriggerFields.of(trigger)));
        }
        for (int i = 0; i < SPARE_ROWS; i++) {
            triggers.add(new TriggerFields());
        }
    }

    public JobView getJob() {
        return job;
    }

    public boolean isFresh() {
        return job == null && problem == null;
    }

    public String getProblem() {
        return problem;
    }

    /** The triggers with their fire times to come. */
    public List<Rhythm> getRhythms() {
        List<Rhythm> rhythms = new ArrayList<>();
        List<TriggerDefinition> known = job == null ? List.of() : known();
        for (int i = 0; i < known.size() && i < job.triggers().size(); i++) {
            TriggerDefinition trigger = known.get(i);
            JobView.TriggerView times = job.triggers().get(i);
            ZoneId zone = trigger.zone() != null ? trigger.zone() : trigger.cron() != null ? null : viewer.getZone();
            rhythms.add(
                    new Rhythm(trigger, TriggerFields.words(trigger, show), times.lastFire(), times.nextFires(), zone));
        }
        return rhythms;
    }

    public void save() {
        notice.attempt(() -> {
            viewer.require(Permission.ADMINISTER);
            Fields read = new Fields();
            String named = job == null ? read.needed("name", name) : job.name();
            JobDefinition wanted = definition(read);
            read.throwIfWrong();
            JobView saved = jobs.put(named, wanted, viewer.getName());
            notice.doneAfterRedirect("Job '" + named + "' is saved as version " + saved.version() + ".");
            open(named);
        });
    }

    private JobDefinition definition(Fields read) {
        List<TriggerDefinition> wanted = new ArrayList<>();
        for (int i = 0; i < triggers.size(); i++) {
            TriggerDefinition trigger = triggers.get(i).read("triggers." + i, read, viewer.getZone());
            if (trigger != null) {
                wanted.add(trigger);
            }
        }
        return new JobDefinition(
                read.needed("handler", fields.getHandler()),
                read.text(description),
                read.text(fields.getPayload()),
                read.text(fields.getQueue()),
                read.integer("priority", fields.getPriority()),
                read.span("timeout", fields.getTimeout()),
                read.span("ttl", fields.getTtl()),
                fields.retry(read),
                read.labels("labels", fields.getLabels()),
                fields.getNeeds().read(read),
                job != null && job.definition().paused(),
                wanted);
    }

    public void run() {
        notice.attempt(() -> {
            viewer.require(Permission.SUBMIT);
            String task = JobList.runNow(intake, job.name(), viewer.getName()).id();
            notice.doneAfterRedirect("Job '" + job.name() + "' was given this task.");
            TaskPage.open(task);
        });
    }

    public void pause() {
        setPaused(true);
    }

    public void resume() {
        setPaused(false);
    }

    private void setPaused(boolean paused) {
        notice.attempt(() -> {
            viewer.require(Permission.OPERATE);
            job = JobList.setPaused(jobs, job, paused, viewer.getName());
            notice.done(
                    paused
                            ? "Job '" + job.name() + "' is paused: its triggers do not fire."
                            : "Job '" + job.name() + "' goes on.");
        });
    }

    public void delete() {
        notice.attempt(() -> {
            viewer.require(Permission.ADMINISTER);
            jobs.delete(job.name(), viewer.getName());
            notice.doneAfterRedirect("Job '" + job.name() + "' is deleted; its tasks stay.");
            redirect("/jobs.xhtml");
        });
    }

    public List<String> getQueues() {
        return snapshot.now().queues().stream().map(Pools.QueueView::name).toList();
    }

    /** The handlers that some node has, by name. */
    public TreeSet<String> getHandlers() {
        TreeSet<String> names = new TreeSet<>();
        snapshot.now().nodes().forEach(node -> names.addAll(node.handlers()));
        return names;
    }

    public TaskFields getFields() {
        return fields;
    }

    public List<TriggerFields> getTriggers() {
        return triggers;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getDescription() {
        return description;
    }

    public void setDescription(String description) {
        this.description = description;
    }

    private List<TriggerDefinition> known() {
        return job.definition().triggers() == null
                ? List.of()
                : job.definition().triggers();
    }

    private static void open(String name) {
        redirect("/job.xhtml?job=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
    }

    private static void redirect(String path) {
        FacesContext context = FacesContext.getCurrentInstance();
        try {
            context.getExternalContext().redirect(context.getExternalContext().getRequestContextPath() + path);
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException("The browser went away before it could be sent to " + path, gone);
        }
    }
}
