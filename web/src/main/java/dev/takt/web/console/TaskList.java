package dev.takt.web.console;

import dev.takt.api.TaktException;
import dev.takt.api.TaskState;
import dev.takt.core.task.TaskIds;
import dev.takt.intake.Intake;
import dev.takt.own.Pools;
import dev.takt.record.Page;
import dev.takt.record.TaskSearch;
import dev.takt.record.TaskSummary;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The list of tasks: filters and place come from the address, so that a view can be kept and sent to others. */
@Named
@RequestScoped
public class TaskList {
    /** How many rows a page has: what one reads at a stretch, in one short query. */
    private static final int ROWS = 50;

    /** The name of the boxes that select rows. */
    private static final String SELECTED = "task";

    @Inject
    private TaskSearch search;

    @Inject
    private Intake intake;

    @Inject
    private Snapshot snapshot;

    @Inject
    private Viewer viewer;

    @Inject
    private Notice notice;

    @Inject
    private HttpServletRequest request;

    private TaskQuery query;
    private Page<TaskSummary> page;
    private String problem;

    /**
     * One choice of the rail.
     *
     * @param state null for all
     * @param count tasks in it now, or ever ended in it; null for all
     * @param address where the choice leads, with the other filters kept
     */
    public record Choice(TaskState state, Long count, boolean chosen, String address) {}

    public TaskQuery getQuery() {
        if (query == null) {
            query = TaskQuery.of(request, viewer.getZone());
        }
        return query;
    }

    /** The rail: all states in the order of life, with counts. */
    public List<Choice> getRail() {
        Pools.Stats stats = snapshot.now().stats();
        List<Choice> rail = new ArrayList<>();
        rail.add(
                new Choice(null, null, getQuery().states().isEmpty(), getQuery().addressFor(Set.of())));
        Stream.of(TaskState.values())
                .map(state -> new Choice(
                        state,
                        (state.isFinal() ? stats.ended() : stats.live()).getOrDefault(state, 0L),
                        getQuery().states().contains(state),
                        getQuery().addressFor(EnumSet.of(state))))
                .forEach(rail::add);
        return rail;
    }

    public List<TaskSummary> getRows() {
        load();
        return page.items();
    }

    /** The address of the next page; null when this is the last. */
    public String getOlder() {
        load();
        return page.next() == null ? null : getQuery().addressAfter(page.next());
    }

    /** Until when the search has come; null when it came to the end. A page may end there with few tasks, or none. */
    public Instant getSearchedTo() {
        load();
        return page.next() == null ? null : TaskIds.madeAt(UUID.fromString(page.next()));
    }

    /** The address of the first page; null when this is it. */
    public String getNewest() {
        return getQuery().after() == null ? null : getQuery().addressAfter(null);
    }

    /** Why there is no list, as a sentence; null when there is one. */
    public String getProblem() {
        load();
        return problem;
    }

    public List<Pools.QueueView> getQueues() {
        return snapshot.now().queues();
    }

    public void cancelSelected() {
        each("cancelled", intake::cancel);
    }

    public void retrySelected() {
        each("retried", intake::retry);
    }

    /** Asks for all first and waits then, so that the owner can write them in one go. */
    private void each(String done, BiFunction<UUID, String, CompletionStage<?>> act) {
        notice.attempt(() -> {
            viewer.require(Permission.OPERATE);
            String[] ids = request.getParameterValues(SELECTED);
            if (ids == null) {
                notice.refused("No task is selected; tick some first.");
                return;
            }
            List<CompletionStage<?>> answers = new ArrayList<>();
            List<String> refusals = new ArrayList<>();
            for (String id : ids) {
                try {
                    answers.add(act.apply(task(id), viewer.getName()));
                } catch (TaktException refusal) {
                    refusals.add(refusal.getMessage());
                }
            }
            int count = 0;
            for (CompletionStage<?> answer : answers) {
                try {
                    Notice.await(answer);
                    count++;
                } catch (TaktException refusal) {
                    refusals.add(refusal.getMessage());
                }
            }
            tell(done, count, refusals);
        });
        snapshot.changed();
        page = null;
    }

    private static UUID task(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException notId) {
            throw new TaktException.Invalid("", "What was ticked is not the id of a task; tick it again in the list.");
        }
    }

    private void tell(String done, int count, List<String> refusals) {
        if (count > 0) {
            notice.done(count + (count == 1 ? " task was " : " tasks were ") + done + ".");
        }
        if (!refusals.isEmpty()) {
            notice.refused(refusals.size() + (refusals.size() == 1 ? " was" : " were") + " not " + done
                    + ". The first says: " + refusals.get(0));
        }
    }

    private void load() {
        if (page != null) {
            return;
        }
        page = new Page<>(List.of(), null);
        if (getQuery().problem() != null) {
            problem = getQuery().problem();
            return;
        }
        try {
            page = search.list(getQuery().filter(ROWS));
        } catch (TaktException refusal) {
            problem = refusal.getMessage();
        }
    }
}
