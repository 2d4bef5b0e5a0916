package io.gridmill.compute.task;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.TaskSpec;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.Logic;
import io.gridmill.core.task.Task;
import io.gridmill.core.task.TaskParameters;
import io.gridmill.core.task.TaskPlan;
import java.lang.ref.WeakReference;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the logic of a job out of the task that it names. Jobs over the same jar share its classes as long as one of them is there.
 * Thread-safe.
 */
public final class TaskCompiler {
    private final Path folder;
    private final ClassLoader ours;
    private final Map<String, WeakReference<TaskJar>> jars = new HashMap<>();

    /** @param folder where jars are */
    public TaskCompiler(Path folder) {
        this.folder = folder;
        this.ours = TaskCompiler.class.getClassLoader();
    }

    /**
     * Plans a task over a dataset. Calls the task's code, which may do anything, also never return.
     *
     * @throws GridmillException USER when the task is not there or does not suit schema or parameters
     */
    public Logic compile(TaskSpec spec, Map<String, String> params, TableSchema schema) {
        UserCode code = new UserCode(spec.task());
        Task task = task(spec, code);
        TaskParameters parameters = new TaskParameters(params);
        TaskPlan plan = code.call(() -> task.plan(schema, parameters));
        if (plan == null) {
            throw GridmillException.user("task " + spec.task() + " must have a plan, it returned null");
        }
        parameters.refuseUnknown();
        return new TaskLogic(spec.task(), schema, plan, code);
    }

    private Task task(TaskSpec spec, UserCode code) {
        Class<? extends Task> builtIn = BuiltInTasks.find(spec.task());
        if (builtIn != null && spec.jar() == null) {
            return code.call(() -> builtIn.getConstructor().newInstance());
        }
        Class<?> found = load(spec);
        if (!Task.class.isAssignableFrom(found)) {
            throw GridmillException.user("class " + spec.task() + " must implement " + Task.class.getName());
        }
        if (Modifier.isAbstract(found.getModifiers())) {
            throw GridmillException.user("class " + spec.task() + " must not be abstract");
        }
        if (!Modifier.isPublic(found.getModifiers())) {
            throw GridmillException.user("class " + spec.task() + " must be public");
        }
        try {
            var constructor = found.getConstructor();
            return code.call(() -> {
                try {
                    return (Task) constructor.newInstance();
                } catch (java.lang.reflect.InvocationTargetException e) {
                    throw e.getCause() instanceof Exception cause ? cause : e;
                }
            });
        } catch (NoSuchMethodException e) {
            throw new GridmillException(
                    ErrorCode.USER, "class " + spec.task() + " must have a public constructor without arguments", e);
        }
    }

    private Class<?> load(TaskSpec spec) {
        TaskJar jar = spec.jar() == null || spec.sha256() == null ? null : jar(spec.jar(), spec.sha256());
        try {
            // Not initialised yet: what is no task runs no code of its own.
            return Class.forName(spec.task(), false, jar == null ? ours : jar);
        } catch (ClassNotFoundException e) {
            String where = jar == null
                    ? "there is neither a built-in task (" + String.join(", ", BuiltInTasks.names())
                            + ") nor a class of this name on the node"
                    : "there is no such class in " + jar.file();
            throw new GridmillException(ErrorCode.USER, "unknown task '" + spec.task() + "': " + where, e);
        } catch (LinkageError e) {
            throw new GridmillException(
                    ErrorCode.USER,
                    "class " + spec.task() + " cannot be loaded from " + (jar == null ? "the node" : jar.file()) + ": "
                            + e,
                    e);
        }
    }

    private TaskJar jar(String file, String sha256) {
        synchronized (jars) {
            WeakReference<TaskJar> known = jars.get(sha256);
            @Nullable TaskJar jar = known == null ? null : known.get();
            if (jar == null) {
                jars.values().removeIf(reference -> reference.get() == null);
                jar = TaskJar.read(folder.resolve(file), sha256, ours);
                jars.put(sha256, new WeakReference<>(jar));
            }
            return jar;
        }
    }
}
