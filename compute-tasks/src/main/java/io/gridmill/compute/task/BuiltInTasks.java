package io.gridmill.compute.task;

import io.gridmill.compute.risk.PortfolioRisk;
import io.gridmill.compute.score.Score;
import io.gridmill.core.task.Task;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tasks that come with every node, by the name under which jobs ask for them. */
public final class BuiltInTasks {
    private static final Map<String, Class<? extends Task>> BY_NAME =
            new TreeMap<>(Map.of("portfolio-risk", PortfolioRisk.class, "score", Score.class));

    private BuiltInTasks() {}

    static @Nullable Class<? extends Task> find(String name) {
        return BY_NAME.get(name);
    }

    public static Set<String> names() {
        return Collections.unmodifiableSet(BY_NAME.keySet());
    }
}
