package io.gridmill.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class NodeSlotTest {
    @TempDir
    Path dir;

    /** Takes a slot, says which, and holds it until it is killed. */
    static final class Child {
        public static void main(String[] arguments) throws IOException {
            try (NodeSlot slot = NodeSlot.take(new PlaceConfig(null, Path.of(arguments[0])))) {
                System.out.println(slot.name() + " " + slot.incarnation());
                assertThat(System.in.read())
                        .as("ends with its parent, if it is not killed before")
                        .isNegative();
            }
        }
    }

    @Test
    void nodesWithTheSameFileTakeSlotsOfTheirOwn() {
        PlaceConfig place = new PlaceConfig(null, dir.resolve("data"));
        try (NodeSlot first = NodeSlot.take(place);
                NodeSlot second = NodeSlot.take(place)) {
            assertThat(first.folder()).isEqualTo(dir.resolve("data/slot-1"));
            assertThat(second.folder()).isEqualTo(dir.resolve("data/slot-2"));
            assertThat(first.name()).matches("n1_[0-9a-f]{6}");
            assertThat(second.name()).matches("n2_[0-9a-f]{6}");
        }
    }

    @Test
    void aNodeKeepsItsNameOverRestartsAndBeginsANewIncarnation() {
        PlaceConfig place = new PlaceConfig(null, dir);
        String name;
        String incarnation;
        try (NodeSlot slot = NodeSlot.take(place)) {
            name = slot.name();
            incarnation = slot.incarnation();
        }
        for (int restart = 0; restart < 40; restart++) {
            try (NodeSlot slot = NodeSlot.take(place)) {
                assertThat(slot.name()).isEqualTo(name);
                assertThat(slot.incarnation()).matches("[0-9a-z]{9}").isGreaterThan(incarnation);
                incarnation = slot.incarnation();
            }
        }
    }

    @Test
    void aSlotOfAnotherProcessIsTakenUntilThatIsKilledAndThenFree() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            String[] said = lines.readLine().split(" ");
            try (NodeSlot beside = NodeSlot.take(new PlaceConfig(null, dir))) {
                assertThat(beside.folder()).isEqualTo(dir.resolve("slot-2"));
            }
            child.toHandle().destroyForcibly();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
            try (NodeSlot after = NodeSlot.take(new PlaceConfig(null, dir))) {
                assertThat(after.folder()).isEqualTo(dir.resolve("slot-1"));
                assertThat(after.name()).isEqualTo(said[0]);
                assertThat(after.incarnation()).isGreaterThan(said[1]);
            }
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void aConfiguredNameHoldsForTheFirstSlotAndIsNumberedForOthers() {
        PlaceConfig place = new PlaceConfig("alpha", dir);
        try (NodeSlot first = NodeSlot.take(place);
                NodeSlot second = NodeSlot.take(place)) {
            assertThat(first.name()).isEqualTo("alpha");
            assertThat(second.name()).isEqualTo("alpha_2");
        }
    }

    @Test
    void theJournalLiesInTheSlotOrUnderTheConfiguredFolderByName() {
        JournalConfig own = new JournalConfig(JournalConfig.Mode.FSYNC, null, 0, 1 << 20, Duration.ZERO);
        JournalConfig elsewhere =
                new JournalConfig(JournalConfig.Mode.FSYNC, dir.resolve("fast"), 0, 1 << 20, Duration.ZERO);
        try (NodeSlot slot = NodeSlot.take(new PlaceConfig("alpha", dir))) {
            assertThat(slot.journalDir(own)).isEqualTo(dir.resolve("slot-1/journal"));
            assertThat(slot.journalDir(elsewhere)).isEqualTo(dir.resolve("fast/alpha"));
        }
    }

    @Test
    void aDataFolderThatCannotBeWrittenIsAnErrorThatNamesIt() throws IOException {
        Path file = Files.createFile(dir.resolve("file"));
        assertThatThrownBy(() -> NodeSlot.take(new PlaceConfig(null, file)))
                .isInstanceOfSatisfying(
                        GridmillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER))
                .hasMessageContaining("the data folder must be writable")
                .hasMessageContaining("node.data-dir=" + file);
    }

    @Test
    void damagedFilesOfASlotAreNamedAndTheSlotIsGivenFree() throws IOException {
        PlaceConfig place = new PlaceConfig(null, dir);
        NodeSlot.take(place).close();
        Path count = Files.writeString(dir.resolve("slot-1/incarnation"), "x");
        assertThatThrownBy(() -> NodeSlot.take(place))
                .hasMessageContaining("must be a whole number, got 'x'")
                .hasMessageContaining(count.toString());
        Files.writeString(count, "7");
        Path identity = Files.writeString(dir.resolve("slot-1/identity"), "no good name");
        assertThatThrownBy(() -> NodeSlot.take(place))
                .hasMessageContaining("a node's name must be")
                .hasMessageContaining(identity.toString());
        Files.delete(identity);
        try (NodeSlot slot = NodeSlot.take(place)) {
            assertThat(slot.folder()).isEqualTo(dir.resolve("slot-1"));
            assertThat(slot.incarnation()).startsWith("00008");
        }
    }
}
