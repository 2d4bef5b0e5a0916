package io.gridmill.node.service;

import io.gridmill.core.service.GridmillService;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.ignite.Ignite;
import org.apache.ignite.resources.IgniteInstanceResource;
import org.apache.ignite.services.Service;
import org.apache.ignite.services.ServiceDeploymentException;
import org.jspecify.annotations.Nullable;

/**
 * What Ignite deploys on every node: it carries no state over the wire and finds the node's own {@link NodeService} by the name of
 * the Ignite instance.
 */
public final class ServiceEndpoint implements GridmillService, Service {
    private static final long serialVersionUID = 1L;
    private static final int TRIES = 100;
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();
    private static final Map<String, GridmillService> BY_INSTANCE = new ConcurrentHashMap<>();

    @IgniteInstanceResource
    private transient @Nullable Ignite ignite;

    /** From now on, calls to this node are answered by the service. */
    public static void attach(Ignite ignite, GridmillService service) {
        BY_INSTANCE.put(ignite.name(), service);
        for (int tries = 1; ; tries++) {
            try {
                ignite.services().deployNodeSingleton(GridmillService.NAME, new ServiceEndpoint());
                return;
            } catch (
                    ServiceDeploymentException
                            e) { // Ignite cancels it while nodes that come or go change the baseline.
                if (tries == TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** From now on, calls to this node are refused. */
    public static void detach(Ignite ignite) {
        BY_INSTANCE.remove(ignite.name());
    }

    private byte[] call(Function<GridmillService, byte[]> method) {
        GridmillService service = ignite == null ? null : BY_INSTANCE.get(ignite.name());
        if (service == null) {
            // Thrown, not replied: so the client takes it for a node that does not answer, and asks another one, or
            // again.
            throw new IllegalStateException("this node is starting or stopping");
        }
        return method.apply(service);
    }

    @Override
    public byte[] submit(String jobId, String specJson) {
        return call(service -> service.submit(jobId, specJson));
    }

    @Override
    public byte[] job(String jobId) {
        return call(service -> service.job(jobId));
    }

    @Override
    public byte[] awaitEnd(String jobId, long millis) {
        return call(service -> service.awaitEnd(jobId, millis));
    }

    @Override
    public byte[] cancel(String jobId) {
        return call(service -> service.cancel(jobId));
    }

    @Override
    public byte[] resultBatch(String jobId, int index) {
        return call(service -> service.resultBatch(jobId, index));
    }

    @Override
    public byte[] rejects(String jobId, long offset) {
        return call(service -> service.rejects(jobId, offset));
    }

    @Override
    public byte[] putBlock(String jobId, int index, byte[] block) {
        return call(service -> service.putBlock(jobId, index, block));
    }

    @Override
    public byte[] datasets() {
        return call(GridmillService::datasets);
    }

    @Override
    public byte[] drop(String dataset) {
        return call(service -> service.drop(dataset));
    }

    @Override
    public byte[] dropTable(String table) {
        return call(service -> service.dropTable(table));
    }

    @Override
    public byte[] nodes() {
        return call(GridmillService::nodes);
    }

    @Override
    public byte[] explain(String sql, String paramsJson) {
        return call(service -> service.explain(sql, paramsJson));
    }

    @Override
    public byte[] isSystemQuery(String sql) {
        return call(service -> service.isSystemQuery(sql));
    }

    @Override
    public byte[] querySystem(String sql, String paramsJson) {
        return call(service -> service.querySystem(sql, paramsJson));
    }

    /** All are alike, so that a node that joins finds the service deployed already. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServiceEndpoint;
    }

    @Override
    public int hashCode() {
        return ServiceEndpoint.class.hashCode();
    }
}
