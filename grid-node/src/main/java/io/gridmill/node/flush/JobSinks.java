package io.gridmill.node.flush;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.LoadSpec;
import io.gridmill.core.job.ResultSpec;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.sink.AttemptId;
import io.gridmill.core.sink.Sink;
import io.gridmill.core.sink.SinkFactory;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.node.dataset.DatasetSink;
import io.gridmill.node.dataset.DatasetTargets;
import io.gridmill.node.ledger.Cut;
import io.gridmill.node.ledger.JobRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Opens the sinks of a job: those of its spec, and the dataset that it writes. Thread-safe. */
public final class JobSinks {
    private final Map<String, SinkFactory> factories = new TreeMap<>();
    private final DatasetTargets targets;

    /** @param own sinks that need this node, beside those that modules provide */
    public JobSinks(DatasetTargets targets, SinkFactory... own) {
        this.targets = targets;
        for (SinkFactory factory : own) {
            factories.put(factory.type(), factory);
        }
        ServiceLoader.load(SinkFactory.class).forEach(factory -> factories.put(factory.type(), factory));
    }

    /** One of a job's sinks, not yet opened. */
    public interface Opener {
        /** What people call it: the type, and where it goes. */
        String name();

        Sink open();
    }

    /** The sinks of a job that has been cut. */
    public List<Opener> of(JobRecord job) {
        Cut cut = job.cut();
        if (cut == null) {
            return List.of();
        }
        return of(job, cut.resultSchema(), cut.generation());
    }

    /** The sinks of a job whose result has this schema and whose dataset, if it writes one, has this generation. */
    public List<Opener> of(JobRecord job, TableSchema schema, @Nullable String generation) {
        List<Opener> openers = new ArrayList<>();
        LoadSpec load = job.spec().load();
        ResultSpec result = job.spec().result();
        if (generation != null && load != null) {
            openers.add(opener("dataset " + load.dataset(), () -> targets.open(job.id(), load, schema, generation)));
        } else if (generation != null && result != null) {
            openers.add(opener("dataset " + result.name(), () -> targets.open(job.id(), result, schema, generation)));
        }
        for (SinkSpec spec : job.spec().sinks()) {
            openers.add(opener(describe(spec), () -> open(spec, job, schema)));
        }
        return openers;
    }

    private Sink open(SinkSpec spec, JobRecord job, TableSchema schema) {
        SinkFactory factory = factory(spec);
        SinkSpec resolved = Secrets.resolve(spec);
        return job.spec().allowPartial()
                ? factory.openPartial(resolved, job.id(), schema)
                : factory.open(resolved, job.id(), schema);
    }

    /** Whether a job's dataset still has what an attempt has staged in it; true when it writes none. */
    boolean datasetHolds(JobRecord job, AttemptId attempt) {
        Cut cut = job.cut();
        ResultSpec result = job.spec().result();
        if (cut == null || cut.generation() == null) {
            return true;
        }
        if (result == null) {
            return ofLoad(job).holds(attempt.token());
        }
        return targets.open(job.id(), result, cut.resultSchema(), cut.generation())
                .holds(attempt.token());
    }

    /** The dataset sink of a load. */
    public DatasetSink ofLoad(JobRecord job) {
        Cut cut = job.cut();
        LoadSpec load = job.spec().load();
        if (cut == null || load == null || cut.generation() == null) {
            throw new IllegalStateException(
                    "only a load that has been cut has a dataset to write [job=" + job.id() + "]");
        }
        return targets.open(job.id(), load, cut.resultSchema(), cut.generation());
    }

    /** Refuses sink types that no module provides. */
    public void checkTypes(List<SinkSpec> specs) {
        specs.forEach(this::factory);
    }

    private SinkFactory factory(SinkSpec spec) {
        SinkFactory factory = factories.get(spec.type());
        if (factory == null) {
            throw GridmillException.user(
                    "unknown sink '" + spec.type() + "'; there are " + String.join(", ", factories.keySet()));
        }
        return factory;
    }

    private static String describe(SinkSpec spec) {
        return Stream.of("path", "table", "name")
                .map(spec.options()::get)
                .filter(Objects::nonNull)
                .findFirst()
                .map(place -> spec.type() + " " + place)
                .orElse(spec.type());
    }

    private static Opener opener(String name, Supplier<Sink> open) {
        return new Opener() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Sink open() {
                return open.get();
            }
        };
    }
}
