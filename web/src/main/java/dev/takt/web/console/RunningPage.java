package dev.takt.web.console;

import dev.takt.cluster.LivePicture;
import dev.takt.cluster.Nodes;
import dev.takt.cluster.RunningTask;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** What runs now on all nodes, with its progress; the address says of which node and queue. */
@Named
@RequestScoped
public class RunningPage {
    /** What one looks through; the count tells of the rest. */
    private static final int ROWS_MAX = 200;

    @Inject
    private LivePicture picture;

    @Inject
    private Snapshot snapshot;

    @Inject
    private HttpServletRequest request;

    private String node;
    private String queue;
    private List<RunningTask> found;

    @PostConstruct
    void look() {
        node = filter("node");
        queue = filter("queue");
        found = picture.running(node, queue);
    }

    private String filter(String name) {
        String value = request.getParameter(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** The oldest tasks first, at most {@value #ROWS_MAX}. */
    public List<RunningTask> getRows() {
        return found.subList(0, Math.min(ROWS_MAX, found.size()));
    }

    /** How many there are, shown or not. */
    public int getCount() {
        return found.size();
    }

    public String nodeName(RunningTask task) {
        return picture.nodeName(task.node());
    }

    /** The names of the servers that are there. */
    public List<String> getNodes() {
        return snapshot.now().nodes().stream()
                .filter(Nodes.NodeView::isPresent)
                .map(Nodes.NodeView::name)
                .distinct()
                .toList();
    }

    public List<String> getQueues() {
        return snapshot.now().queues().stream().map(one -> one.name()).toList();
    }

    public boolean isNarrowed() {
        return node != null || queue != null;
    }

    public String getNode() {
        return node;
    }

    public String getQueue() {
        return queue;
    }
}
