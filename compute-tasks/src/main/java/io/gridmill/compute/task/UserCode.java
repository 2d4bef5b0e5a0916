package io.gridmill.compute.task;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.task.TaskBatch;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.memory.OutOfMemoryException;

/** Calls a task's methods; whatever they throw becomes an error that names the task and the place in its code. */
final class UserCode {
    private static final int LONGEST = 1_000;
    /** What a task calls, and what calls it: its own place is behind these. */
    private static final Set<String> OURS = Stream.of(
                    UserCode.class, CheckedOutput.class, ChunkBatch.class, ExitGuard.class, TaskBatch.class)
            .map(Class::getName)
            .collect(Collectors.toUnmodifiableSet());

    private final String task;

    UserCode(String task) {
        this.task = task;
    }

    interface Action {
        void run() throws Exception;
    }

    void run(Action action) {
        call(() -> {
            action.run();
            return true;
        });
    }

    <T> T call(Callable<T> callable) {
        try {
            return callable.call();
        } catch (GridmillException e) {
            throw e;
        } catch (OutOfMemoryException e) {
            throw new GridmillException(
                    ErrorCode.RESOURCE,
                    "task " + task + " must fit its memory budget (memory.task): " + e.getMessage(),
                    e);
        } catch (OutOfMemoryError e) {
            throw new GridmillException(
                    ErrorCode.RESOURCE, "task " + task + " has used up the heap of its node" + place(e), e);
        } catch (LinkageError e) {
            throw new GridmillException(
                    ErrorCode.USER,
                    "task " + task + " does not fit the classes that it finds: " + cut(e) + place(e),
                    e);
        } catch (Throwable e) { // An Error of the task must end the attempt, not the thread that runs it.
            throw new GridmillException(ErrorCode.EXTERNAL, "task " + task + " threw " + cut(e) + place(e), e);
        }
    }

    /** It goes into the ledger, and onto terminals. */
    private static String cut(Throwable error) {
        String text = error.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "… (" + text.length() + " characters)";
    }

    /** The innermost frame that is neither the JDK's nor Arrow's nor of what the task has called. */
    private static String place(Throwable error) {
        for (StackTraceElement frame : error.getStackTrace()) {
            String name = frame.getClassName();
            if (!name.startsWith("java.")
                    && !name.startsWith("jdk.")
                    && !name.startsWith("org.apache.arrow.")
                    && !OURS.contains(name)) {
                return " at " + name + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                        + frame.getLineNumber() + ")";
            }
        }
        return "";
    }
}
