package io.gridmill.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.GridmillException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SideBySideTest {
    @Test
    void everyCompiledQueryHasItsPeersAnswerAndALineInTheTable(@TempDir Path folder) throws Exception {
        Path csv = folder.resolve("table.csv");

        int status =
                SideBySide.run("scale=0.01", "rounds=1", "threads=2", "work=^(?!load|small|.* end )", "csv=" + csv);

        assertThat(status).isZero();
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).hasSize(1 + WorkQuery.ALL.size() + 3);
        assertThat(lines.get(0)).startsWith("work,threads,gridmill_ms");
        assertThat(lines.get(1)).startsWith("\"Q1\",2,");
    }

    @Test
    void twoNodeProcessesLoadAndAnswer(@TempDir Path folder) throws Exception {
        Path csv = folder.resolve("table.csv");

        int status = SideBySide.run("scale=0.01", "threads=1", "work=load, two nodes", "csv=" + csv);

        assertThat(status).isZero();
        assertThat(Files.readAllLines(csv)).hasSize(2).last().asString().startsWith("\"load, two nodes\",");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scale=0", "scale=x", "rounds=-1", "threads=1,", "work=(", "speed=1", "scale"})
    void anOptionThatDoesNotFitIsNamed(String option) {
        assertThatThrownBy(() -> Options.parse(option))
                .isInstanceOf(GridmillException.class)
                .hasMessageContaining(option)
                .hasMessageContaining("usage:");
        assertThat(SideBySide.run(option)).isEqualTo(2);
    }

    @Test
    void differentAnswersAreNotTimed() {
        assertThatThrownBy(() -> Answer.check("Q1", List.of("1|2"), List.of("1|3")))
                .hasMessageContaining("Q1 must have the peer's answer")
                .hasMessageContaining("1|2")
                .hasMessageContaining("1|3");
    }

    @Test
    void numbersAreComparedByValueAndDoublesToTwelveDigits() {
        assertThat(Answer.row(List.of(new BigDecimal("1.500"), 2L, 0.1 + 0.2, "x")))
                .isEqualTo("1.5|2|0.3|x");
    }
}
