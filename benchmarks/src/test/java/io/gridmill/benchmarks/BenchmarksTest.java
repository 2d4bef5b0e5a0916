package io.gridmill.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.GridmillException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

class BenchmarksTest {
    private static final String MORE_THAN_ONE_CHUNK = "66000";

    private static final List<Class<?>> ALL = List.of(
            ColumnDecodeBenchmark.class,
            ColumnEncodeBenchmark.class,
            PortfolioRiskBenchmark.class,
            ScanFilterSumBenchmark.class,
            GroupByBenchmark.class,
            JournalAppendBenchmark.class,
            SubmitBenchmark.class);

    @Test
    void everyBenchmarkPassesItsOwnCheckAndRunsOnce() throws Exception {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(0)
                .mode(Mode.SingleShotTime)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.NONE)
                .param("rows", MORE_THAN_ONE_CHUNK)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        Set<String> ran = new Runner(options.build())
                .run().stream().map(BenchmarksTest::name).collect(Collectors.toSet());
        assertThat(ran)
                .containsExactlyInAnyOrderElementsOf(ALL.stream()
                        .flatMap(type -> benchmarks(type).map(method -> type.getSimpleName() + "." + method))
                        .toList());
    }

    @Test
    void everyBenchmarkHasAFloorBesideIt() {
        for (Class<?> type : ALL) {
            List<String> methods = benchmarks(type).toList();
            assertThat(methods).isNotEmpty();
            assertThat(methods)
                    .as("%s", type)
                    .containsAll(methods.stream()
                            .filter(method -> !method.endsWith("Floor"))
                            .map(method -> method + "Floor")
                            .toList());
        }
    }

    @Test
    void aWrongAnswerIsNotTimed() {
        assertThatThrownBy(() -> Check.rows("Q1", List.of(List.of("A", 2L)), List.of(List.of("A", 3L))))
                .isInstanceOf(GridmillException.class)
                .hasMessageContaining("Q1 must be right before it is timed: must be [[A, 2]], got [[A, 3]]");
        assertThatThrownBy(() -> Check.rows("Q1", List.of(List.of(1.0)), List.of(List.of(1.0 + 1e-9))))
                .isInstanceOf(GridmillException.class);
        assertThatThrownBy(() -> Check.rows("Q1", List.of(List.of("A")), List.of()))
                .isInstanceOf(GridmillException.class);
        assertThatThrownBy(() -> Check.equal("the file", new byte[] {1, 2, 3}, new byte[] {1, 2}))
                .isInstanceOf(GridmillException.class)
                .hasMessageContaining("got 2 bytes for 3, different from byte 2 on");
        Check.rows("Q1", List.of(List.of("A", 1.0)), List.of(List.of("A", 1.0 + 1e-15)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MAX_VALUE})
    void rowsThatCannotBeAreRefused(int rows) {
        assertThatThrownBy(() -> new Lineitem(rows))
                .isInstanceOf(GridmillException.class)
                .hasMessageContaining("rows must be 1 to 67108864, got " + rows);
    }

    private static Stream<String> benchmarks(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.isAnnotationPresent(Benchmark.class))
                .map(Method::getName);
    }

    private static String name(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        return benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1);
    }
}
