package io.gridmill.node.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.GridmillException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnsyncedFilesTest {
    @Test
    void whatALossOfPowerHasLeftEmptyIsDroppedAndWhatSaysSomethingStays(@TempDir Path work) throws IOException {
        Path folder = Files.createDirectories(work.resolve("db/marshaller"));
        Path empty = Files.createFile(folder.resolve("862669021.classname0"));
        Path full = Files.writeString(folder.resolve("7.classname0"), "io.gridmill.Key");

        UnsyncedFiles.dropEmpty(work);

        assertThat(empty).doesNotExist();
        assertThat(full).hasContent("io.gridmill.Key");
    }

    @Test
    void aNodeThatNeverStartedHasNone(@TempDir Path work) {
        UnsyncedFiles.dropEmpty(work);

        assertThat(work).isEmptyDirectory();
    }

    @Test
    void aFolderThatIsNotThereIsAnErrorThatNamesIt(@TempDir Path folder) {
        assertThatThrownBy(() -> UnsyncedFiles.sync(folder.resolve("gone")))
                .isInstanceOf(GridmillException.class)
                .hasMessageContaining("gone");
    }
}
