package io.gridmill.sinks;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.error.Nearest;
import io.gridmill.core.job.WriteMode;
import io.gridmill.core.sink.SinkSpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sink's options, checked to be known, with typed access. */
public final class SinkOptions {
    private final SinkSpec spec;

    /** @throws GridmillException USER when an option is not among {@code known} */
    public SinkOptions(SinkSpec spec, List<String> known) {
        this.spec = spec;
        for (String name : spec.options().keySet()) {
            if (!known.contains(name)) {
                throw GridmillException.user("unknown option '" + name + "'" + Nearest.hint(name, known) + place());
            }
        }
    }

    public String required(String name) {
        String value = optional(name);
        if (value == null || value.isBlank()) {
            throw GridmillException.user("option '" + name + "' is needed" + place());
        }
        return value;
    }

    public @Nullable String optional(String name) {
        return spec.options().get(name);
    }

    /** {@code mode}; create unless given. */
    public WriteMode mode() {
        String value = optional("mode");
        try {
            return value == null ? WriteMode.CREATE : WriteMode.parse(value);
        } catch (GridmillException e) {
            throw GridmillException.user(e.getMessage() + place());
        }
    }

    public boolean flag(String name, boolean otherwise) {
        String value = optional(name);
        if (value == null) {
            return otherwise;
        }
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw GridmillException.user(
                        "option '" + name + "' must be true or false, got '" + value + "'" + place());
        };
    }

    /** An absolute path: a relative one would be another folder on every node. */
    public Path folder(String name) {
        String value = required(name);
        try {
            Path path = Path.of(value);
            if (!path.isAbsolute()) {
                throw GridmillException.user(
                        "option '" + name + "' must be an absolute path, got '" + value + "'" + place());
            }
            return path.normalize();
        } catch (InvalidPathException e) {
            throw GridmillException.user("option '" + name + "' must be a path: " + e.getMessage() + place());
        }
    }

    /** Where an error happened, for the end of its message. */
    public String place() {
        return " [sink=" + spec.type() + "]";
    }
}
