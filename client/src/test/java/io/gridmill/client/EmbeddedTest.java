package io.gridmill.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.client.fake.FakeGrid;
import io.gridmill.client.fake.FakeNetwork;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EmbeddedTest {
    private static final class Recorded implements EmbeddedNode {
        private final String address;
        private int closed;

        Recorded(String address) {
            this.address = address;
        }

        @Override
        public String start() {
            return address;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void without_a_provider_on_the_class_path_the_error_says_what_to_add() {
        assertThatThrownBy(Gridmill::embedded).hasMessageContaining("add io.gridmill:gridmill-grid-node");
    }

    @Test
    void closing_the_client_stops_the_node() {
        Recorded node = new Recorded("a:1");
        FakeNetwork network = new FakeNetwork(new FakeGrid(), "a:1");

        try (Gridmill client = Gridmill.embedded(List.of(node), network)) {
            assertThat(client.nodes()).hasSize(1);
            assertThat(node.closed).isZero();
        }

        assertThat(node.closed).isEqualTo(1);
    }

    @Test
    void a_node_that_cannot_be_reached_is_stopped() {
        Recorded node = new Recorded("a:1");

        assertThatThrownBy(() -> Gridmill.embedded(List.of(node), new FakeNetwork(new FakeGrid())))
                .hasMessageContaining("no node reachable at a:1");
        assertThat(node.closed).isEqualTo(1);
    }
}
