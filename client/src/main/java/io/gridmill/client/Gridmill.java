package io.gridmill.client;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.DatasetInfo;
import io.gridmill.core.job.JobId;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.LoadSpec;
import io.gridmill.core.job.NodeInfo;
import io.gridmill.core.json.Json;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * A client of a grid.
 *
 * <pre>{@code
 * try (Gridmill gridmill = Gridmill.connect("127.0.0.1:10800")) {
 *     JobHandle job = gridmill.submit(JobSpec.sql("SELECT ...").result("revenue").sink(Sinks.parquet("out/revenue")));
 *     job.await(Duration.ofMinutes(5));
 * }
 * }</pre>
 *
 * <p>It outlives the node that it is connected to as long as another one answers. Every call throws
 * {@link GridmillException}: with the grid's own code and message, or EXTERNAL when no node answered for 30 seconds.
 * Thread-safe.
 */
public final class Gridmill implements AutoCloseable {
    /** How long a call looks for a node that answers, once one has. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

    private final NodeConnections nodes;
    private final @Nullable EmbeddedNode embedded;

    private Gridmill(NodeConnections nodes, @Nullable EmbeddedNode embedded) {
        this.nodes = nodes;
        this.embedded = embedded;
    }

    /**
     * Connects to the first of the addresses that answers; the others, and those of all nodes there, are kept for when it goes.
     *
     * @param addresses {@code host:port}, one or more; one text may hold several with commas
     * @throws GridmillException USER when this JVM lacks a flag, naming it, or an address is wrong; EXTERNAL when nobody answers
     */
    public static Gridmill connect(String... addresses) {
        JvmFlags.check();
        return connect(IgniteServiceConnection::open, DEFAULT_PATIENCE, addresses);
    }

    /** As {@link #connect(String...)}, over other connections: for tests without a network. */
    public static Gridmill connect(ServiceConnection.Opener opener, Duration patience, String... addresses) {
        Gridmill client = new Gridmill(new NodeConnections(opener, patience, Addresses.parse(addresses)), null);
        try {
            client.nodes();
            return client;
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /**
     * Starts a node inside this JVM and connects to it; {@link #close()} stops it. For trying out and for tests: the data goes with
     * the node. Needs {@code gridmill-grid-node} on the class path.
     */
    public static Gridmill embedded() {
        JvmFlags.check();
        return embedded(ServiceLoader.load(EmbeddedNode.class), IgniteServiceConnection::open);
    }

    static Gridmill embedded(Iterable<EmbeddedNode> providers, ServiceConnection.Opener opener) {
        Iterator<EmbeddedNode> found = providers.iterator();
        if (!found.hasNext()) {
            throw GridmillException.user(
                    "Gridmill.embedded() needs a node on the class path, found none: add io.gridmill:gridmill-grid-node");
        }
        EmbeddedNode node = found.next();
        try {
            NodeConnections nodes = new NodeConnections(opener, DEFAULT_PATIENCE, Addresses.parse(node.start()));
            Gridmill client = new Gridmill(nodes, node);
            client.nodes();
            return client;
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    /** Submits under a fresh id. */
    public JobHandle submit(JobSpec spec) {
        return submit(JobId.create(), spec);
    }

    /** Submits once for an id: the same id and spec again, from anywhere, is the same job; with another spec a USER error. */
    public JobHandle submit(String id, JobSpec spec) {
        JobId.check(id);
        String json = Json.write(spec);
        nodes.call(service -> service.submit(id, json)).payload();
        return new JobHandle(nodes, id);
    }

    public JobHandle load(LoadSpec load) {
        return submit(JobSpec.load(load));
    }

    /**
     * Sends a block of a file that only this client has, for a load that is then submitted under the same id with
     * {@link Load#spec(int, String)}.
     *
     * @param index from 0, without gaps
     * @param block whole records, megabytes at most, since it passes through a node's heap
     */
    public void putBlock(String id, int index, byte[] block) {
        JobId.check(id);
        nodes.call(service -> service.putBlock(id, index, block)).payload();
    }

    /** A job that is there already, for watching, cancelling or fetching. USER error when no such job is known. */
    public JobHandle job(String id) {
        JobHandle handle = new JobHandle(nodes, JobId.check(id));
        handle.status();
        return handle;
    }

    public Result sql(String query) {
        return sql(query, Map.of());
    }

    /**
     * Answers a query: one over {@code gridmill.jobs} and its like at once, any other by a job that is waited for. The caller closes the
     * result.
     */
    public Result sql(String query, Map<String, String> params) {
        if (isSystemQuery(query)) {
            return systemQuery(query, params);
        }
        JobSpec spec = JobSpec.sql(query);
        for (Map.Entry<String, String> param : params.entrySet()) {
            spec = spec.param(param.getKey(), param.getValue());
        }
        JobHandle job = submit(spec);
        job.await(Duration.ofNanos(Long.MAX_VALUE));
        return job.fetch();
    }

    /** Whether a query reads a system dataset, and so needs no job. USER error when it is not valid. */
    public boolean isSystemQuery(String query) {
        return Json.read(nodes.call(service -> service.isSystemQuery(query)).text(), Boolean.class);
    }

    /** Answers a query over a system dataset. The caller closes the result. */
    public Result systemQuery(String query, Map<String, String> params) {
        String json = Json.write(params);
        byte[] payload = nodes.call(service -> service.querySystem(query, json)).payload();
        return new Result(index -> index == 0 ? payload : null, Result.UNKNOWN_ROWS);
    }

    /** How a query would run, for people. */
    public String explain(String query, Map<String, String> params) {
        String json = Json.write(params);
        return nodes.call(service -> service.explain(query, json)).text();
    }

    public List<DatasetInfo> datasets() {
        return List.of(Json.read(nodes.call(service -> service.datasets()).text(), DatasetInfo[].class));
    }

    /** Drops a dataset; jobs that read it go on. USER error when it is unknown. */
    public void drop(String dataset) {
        NodeConnections.Answer answer = nodes.call(service -> service.drop(dataset));
        try {
            answer.payload();
        } catch (GridmillException e) {
            boolean droppedByLostTry = answer.tries() > 1
                    && e.code() == ErrorCode.USER
                    && datasets().stream().noneMatch(info -> info.name().equalsIgnoreCase(dataset));
            if (!droppedByLostTry) {
                throw e;
            }
        }
    }

    /** Drops a table that a job has published for JDBC. USER error when there is none. */
    public void dropTable(String table) {
        nodes.call(service -> service.dropTable(table)).payload();
    }

    /** The nodes that are there now. */
    public List<NodeInfo> nodes() {
        return List.of(Json.read(nodes.call(service -> service.nodes()).text(), NodeInfo[].class));
    }

    /** Disconnects, and stops an embedded node. Jobs go on. */
    @Override
    public void close() {
        nodes.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
