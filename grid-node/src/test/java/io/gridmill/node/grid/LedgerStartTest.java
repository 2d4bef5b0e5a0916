package io.gridmill.node.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.node.config.LedgerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.ignite.Ignite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node makes of the words with which a grid refuses it; how nodes find their ledger together is tested with real ones. */
class LedgerStartTest {
    private static final String AHEAD =
            "the node cannot start: Attempting to join node with larger distributed metastorage version id. The node is most likely in "
                    + "invalid state and can't be joined.";

    @TempDir
    Path slot;

    private final List<String> refusals = new ArrayList<>();
    private int starts;

    private Ignite refuse(boolean mayFound) {
        String why = refusals.get(starts);
        starts++;
        throw GridmillException.resource(why);
    }

    private LedgerStart start() {
        return new LedgerStart(
                this::refuse,
                "cluster",
                new LedgerConfig(true, Duration.ofSeconds(1), List.of()),
                slot.resolve("ledger"),
                what -> {});
    }

    @Test
    void aLedgerWhoseSettingsAreAheadOfAnOpenGridIsSetAsideOnce() throws Exception {
        Path pages = Files.createDirectories(slot.resolve("ledger/pages"));
        Files.writeString(pages.resolve("meta"), "mine");
        refusals.addAll(List.of(AHEAD, AHEAD));

        assertThatThrownBy(() -> start().start()).hasMessage(AHEAD);

        assertThat(starts).isEqualTo(2);
        assertThat(slot.resolve("ledger")).doesNotExist();
        try (Stream<Path> left = Files.list(slot)) {
            assertThat(left).singleElement().satisfies(aside -> {
                assertThat(aside.getFileName().toString()).startsWith("ledger.refused-");
                assertThat(aside.resolve("pages/meta")).hasContent("mine");
            });
        }
    }

    @Test
    void aLedgerThatHasGoneOnWithoutTheGridStaysAndTheErrorSaysWhatToDo() throws Exception {
        Files.createDirectories(slot.resolve("ledger"));
        refusals.add(
                "BaselineTopology of joining node (a) is not compatible with BaselineTopology in the cluster. Branching point differs");

        assertThatThrownBy(() -> start().start())
                .isInstanceOfSatisfying(
                        GridmillException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.USER))
                .hasMessageContaining("remove the folder 'ledger' from the node's slot");

        assertThat(slot.resolve("ledger")).exists();
    }

    @Test
    void aNodeThatMeetsAChangeOfTheBaselineTriesAgain() {
        refusals.addAll(
                List.of("the node cannot start: node a " + JoinGuard.CHANGING, "the node cannot start: no room"));

        assertThatThrownBy(() -> start().start()).hasMessageContaining("no room");

        assertThat(starts).isEqualTo(2);
    }
}
