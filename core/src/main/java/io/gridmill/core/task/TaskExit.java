package io.gridmill.core.task;

import io.gridmill.core.error.GridmillException;

/** Stands in for {@code System.exit} and its like in the classes of a task's jar: a task must not end the process of a node. */
public final class TaskExit {
    private TaskExit() {}

    public static void exit(int status) {
        throw GridmillException.user("a task must not end the process of its node, it called exit(" + status + ")");
    }

    public static void exit(Runtime runtime, int status) {
        exit(status);
    }
}
