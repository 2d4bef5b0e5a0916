package io.gridmill.client.fake;

import io.gridmill.client.NodeLostException;
import io.gridmill.client.ServiceConnection;
import io.gridmill.core.job.NodeInfo;
import io.gridmill.core.service.GridmillService;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Addresses behind which a {@link FakeGrid} answers, and nodes that go away when the test says so. */
public final class FakeNetwork implements ServiceConnection.Opener {
    private final FakeGrid grid;
    private final Set<String> listening = ConcurrentHashMap.newKeySet();
    /** Addresses where somebody tried to connect, in order. */
    public final List<String> tried = new CopyOnWriteArrayList<>();
    /** Connections that are open now. */
    public final Set<ServiceConnection> open = ConcurrentHashMap.newKeySet();

    private final List<Loss> losses = new ArrayList<>();

    /** A node dies at a call of this method, before or after the grid has done it. */
    private record Loss(String method, boolean done) {}

    public FakeNetwork(FakeGrid grid, String... addresses) {
        this.grid = grid;
        for (String address : addresses) {
            listening.add(address);
            grid.nodes.add(
                    new NodeInfo("node-" + address.replace(':', '-'), "1", address, "127.0.0.1:8080", 2, "0.1.0"));
        }
    }

    /** The node at the address is gone. */
    public void kill(String address) {
        listening.remove(address);
    }

    public void start(String address) {
        listening.add(address);
    }

    /** The node that is asked for this next dies, having done it or not. */
    public synchronized void dieAt(String method, boolean done) {
        losses.add(new Loss(method, done));
    }

    @Override
    public ServiceConnection open(String address) {
        tried.add(address);
        if (!listening.contains(address)) {
            throw NodeLostException.gone(address + ": connection refused", new ConnectException("refused"));
        }
        FakeConnection connection = new FakeConnection(address);
        open.add(connection);
        return connection;
    }

    private synchronized List<Loss> lossesAt(String method) {
        List<Loss> found = losses.stream()
                .filter(loss -> loss.method().equals(method))
                .limit(1)
                .toList();
        losses.removeAll(found);
        return found;
    }

    private final class FakeConnection implements ServiceConnection {
        private final GridmillService service;

        FakeConnection(String address) {
            service = (GridmillService) Proxy.newProxyInstance(
                    GridmillService.class.getClassLoader(),
                    new Class<?>[] {GridmillService.class},
                    (proxy, method, args) -> {
                        NodeLostException lost =
                                NodeLostException.gone(address + ": connection reset", new ConnectException("reset"));
                        if (!listening.contains(address)) {
                            throw lost;
                        }
                        List<Loss> losses = lossesAt(method.getName());
                        if (!losses.isEmpty() && !losses.get(0).done()) {
                            kill(address);
                            throw lost;
                        }
                        try {
                            Object answer = method.invoke(grid, args);
                            if (!losses.isEmpty()) {
                                kill(address);
                                throw lost;
                            }
                            return answer;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        @Override
        public GridmillService service() {
            return service;
        }

        @Override
        public void close() {
            open.remove(this);
        }
    }
}
