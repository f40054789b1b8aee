package dev.takt.web.console;

import dev.takt.core.policy.Order;
import dev.takt.own.PoolChanges;
import dev.takt.own.Pools;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;

/** The queues: how they stand, pause and resume, and the form for one that the address names, or for a new one. */
@Named
@RequestScoped
public class QueuePage {
    @Inject
    private PoolChanges changes;

    @Inject
    private Snapshot snapshot;

    @Inject
    private Viewer viewer;

    @Inject
    private Notice notice;

    @Inject
    private HttpServletRequest request;

    private Pools.QueueView edited;
    private String name;
    private String pool;
    private String order;
    private String weight;
    private String runningLimit;
    private String slice;

    @PostConstruct
    void load() {
        name = request.getParameter("edit");
        edited = getRows().stream()
                .filter(queue -> queue.name().equals(name))
                .findFirst()
                .orElse(null);
        if (edited != null) {
            Pools.QueueSettings settings = edited.settings();
            pool = settings.pool();
            order = settings.order();
            weight = settings.weight() == null ? null : settings.weight().toString();
            runningLimit = settings.runningLimit() == null || settings.runningLimit() == 0
                    ? null
                    : settings.runningLimit().toString();
            slice = settings.slice() == null ? null : Spans.write(settings.slice());
        }
    }

    public List<Pools.QueueView> getRows() {
        return snapshot.now().queues();
    }

    public List<String> getOrders() {
        return Order.NAMES;
    }

    public List<String> getPools() {
        return snapshot.now().pools().stream().map(Pools.PoolView::name).toList();
    }

    /** Whether the form is for a queue that exists. */
    public boolean isEditing() {
        return edited != null;
    }

    public void pause(String queue) {
        notice.attempt(() -> {
            viewer.require(Permission.OPERATE);
            changes.pause(queue, viewer.getName());
            notice.done("Queue '" + queue + "' is paused: nothing of it starts, what runs goes on.");
        });
        snapshot.changed();
    }

    public void resume(String queue) {
        notice.attempt(() -> {
            viewer.require(Permission.OPERATE);
            changes.resume(queue, viewer.getName());
            notice.done("Queue '" + queue + "' goes on.");
        });
        snapshot.changed();
    }

    public void save() {
        notice.attempt(() -> {
            viewer.require(Permission.ADMINISTER);
            Fields read = new Fields();
            String named = edited == null ? read.needed("name", name) : edited.name();
            Integer share = read.integer("weight", weight);
            Integer limit = read.integer("runningLimit", runningLimit);
            Duration sliceRead = read.span("slice", slice);
            read.throwIfWrong();
            changes.putQueue(
                    named,
                    new Pools.QueueSettings(
                            read.text(pool),
                            read.text(order),
                            share,
                            limit == null ? 0 : limit,
                            sliceRead == null ? Duration.ZERO : sliceRead),
                    viewer.getName());
            notice.done("Queue '" + named + "' is saved.");
        });
        snapshot.changed();
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getPool() {
        return pool;
    }

    public void setPool(String pool) {
        this.pool = pool;
    }

    public String getOrder() {
        return order;
    }

    public void setOrder(String order) {
        this.order = order;
    }

    public String getWeight() {
        return weight;
    }

    public void setWeight(String weight) {
        this.weight = weight;
    }

    public String getRunningLimit() {
        return runningLimit;
    }

    public void setRunningLimit(String runningLimit) {
        this.runningLimit = runningLimit;
    }

    public String getSlice() {
        return slice;
    }

    public void setSlice(String slice) {
        this.slice = slice;
    }
}
