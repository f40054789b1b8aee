package dev.takt.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.api.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TransitionTest {
    @Test
    void nothingLeavesAFinalState() {
        assertThat(Transition.TABLE).noneMatch(move -> move.from().isFinal());
    }

    @Test
    void everyStateButTheFirstCanBeReachedAndEveryOtherLeft() {
        Set<TaskState> reached = Transition.TABLE.stream().map(Transition::to).collect(Collectors.toSet());
        Set<TaskState> left = Transition.TABLE.stream().map(Transition::from).collect(Collectors.toSet());
        assertThat(reached).containsAll(Set.of(TaskState.READY, TaskState.SCHEDULED, TaskState.RUNNING));
        for (TaskState state : TaskState.values()) {
            assertThat(left.contains(state)).as("%s can be left", state).isEqualTo(!state.isFinal());
            if (state.isFinal()) {
                assertThat(reached).contains(state);
            }
        }
    }

    @Test
    void whatIsNotInTheTableIsNotAllowed() {
        long allowed = 0;
        for (TaskState from : TaskState.values()) {
            for (TaskFact fact : TaskFact.values()) {
                allowed += Arrays.stream(TaskState.values())
                        .filter(to -> Transition.isAllowed(from, fact, to))
                        .count();
            }
        }
        assertThat(allowed).isEqualTo(Transition.TABLE.size());
    }

    /** The README's table of transitions is this table. */
    @Test
    void theReadmeHasTheSameTable() throws IOException {
        Set<String> documented = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("..", "README.md"))) {
            String[] cells = line.split("\\|");
            if (cells.length == 4 && line.startsWith("| `") && isFact(cells[2])) {
                documented.add(plain(cells[1]) + " " + plain(cells[2]) + " " + plain(cells[3]));
            }
        }
        Set<String> table = Transition.TABLE.stream()
                .map(move -> move.from() + " " + move.fact() + " " + move.to())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).isEqualTo(table);
    }

    private static String plain(String cell) {
        return cell.replace("`", "").trim();
    }

    private static boolean isFact(String cell) {
        return Arrays.stream(TaskFact.values()).anyMatch(fact -> fact.name().equals(plain(cell)));
    }
}
