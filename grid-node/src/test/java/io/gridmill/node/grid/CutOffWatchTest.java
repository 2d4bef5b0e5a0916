package io.gridmill.node.grid;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.core.job.NodeInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CutOffWatchTest {
    private final NodeInfo a = node("a", "1");
    private final NodeInfo b = node("b", "1");
    private final NodeInfo c = node("c", "1");

    @Test
    void aNodeThatIsAloneEndsWhenTheOthersWentOnWithoutIt() {
        assertThat(CutOffWatch.verdict(c, List.of(c), b, List.of(a, b)))
                .isEqualTo("the grid of 2 node(s) at b:10800 goes on without this node, which was cut off from it "
                        + "[nodes of this grid=[c], of the other=[a, b]]");
    }

    @Test
    void theGreaterGridGoesOn() {
        assertThat(CutOffWatch.verdict(a, List.of(a, b), c, List.of(c))).isNull();
    }

    @Test
    void ofTwoGridsAsGreatAsEachOtherOneEnds() {
        assertThat(CutOffWatch.verdict(a, List.of(a), b, List.of(b))).isNull();
        assertThat(CutOffWatch.verdict(b, List.of(b), a, List.of(a))).isNotNull();
    }

    @Test
    void aNodeThatDiedAndWasStartedAgainTellsNothing() {
        assertThat(CutOffWatch.verdict(c, List.of(c), b, List.of(a, node("b", "2"))))
                .isNull();
    }

    @Test
    void aNodeThatHasComeBackToThisGridTellsNothing() {
        assertThat(CutOffWatch.verdict(c, List.of(c), b, List.of(a, b, c))).isNull();
    }

    private static NodeInfo node(String name, String incarnation) {
        return new NodeInfo(name, incarnation, name + ":10800", name + ":8080", 2, "test");
    }
}
