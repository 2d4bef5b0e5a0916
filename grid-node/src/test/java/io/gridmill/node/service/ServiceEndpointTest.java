package io.gridmill.node.service;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ServiceEndpointTest {
    @Test
    void a_node_that_is_not_ready_throws_so_that_clients_ask_another_one() {
        assertThatThrownBy(() -> new ServiceEndpoint().nodes()).hasMessage("this node is starting or stopping");
    }
}
