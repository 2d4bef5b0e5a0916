package io.gridmill.cli.demo.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionBookTest {
    @TempDir
    Path folder;

    @Test
    void aBookFollowsFromItsSeed() throws Exception {
        OptionBook first = OptionBook.write(folder.resolve("a.csv"), 1, 500);
        OptionBook same = OptionBook.write(folder.resolve("b.csv"), 1, 500);
        OptionBook other = OptionBook.write(folder.resolve("c.csv"), 2, 500);

        assertThat(Files.readString(folder.resolve("b.csv"))).isEqualTo(Files.readString(folder.resolve("a.csv")));
        assertThat(Files.readAllLines(folder.resolve("a.csv"))).hasSize(501);
        assertThat(same.value()).isEqualTo(first.value());
        assertThat(other.value()).isNotEqualTo(first.value());
        assertThat(first.count()).isEqualTo(500);
        assertThat(Math.abs(first.delta())).isLessThan(500 * 1_000);
    }
}
