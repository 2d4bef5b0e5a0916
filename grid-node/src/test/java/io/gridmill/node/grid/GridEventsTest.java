package io.gridmill.node.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import javax.cache.CacheException;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.query.ContinuousQuery;
import org.junit.jupiter.api.Test;

final class GridEventsTest {
    @Test
    void a_listener_that_ignite_refuses_while_nodes_join_is_offered_again() {
        List<Object> offered = new ArrayList<>();

        GridEvents.watch(refusing(2, offered), event -> {});

        assertThat(offered).hasSize(3).hasOnlyElementsOfType(ContinuousQuery.class);
    }

    @SuppressWarnings("unchecked")
    private static IgniteCache<String, String> refusing(int times, List<Object> offered) {
        return (IgniteCache<String, String>) Proxy.newProxyInstance(
                IgniteCache.class.getClassLoader(), new Class<?>[] {IgniteCache.class}, (cache, method, args) -> {
                    offered.add(args[0]);
                    if (offered.size() <= times) {
                        throw new CacheException("Getting affinity for too old topology version");
                    }
                    return null;
                });
    }
}
