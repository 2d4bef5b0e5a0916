package io.gridmill.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.client.JobHandle;
import io.gridmill.core.job.JobSpec;
import io.gridmill.node.fault.Failpoint;
import io.gridmill.tests.cluster.NodeCommand;
import io.gridmill.tests.cluster.NodeProcess;
import io.gridmill.tests.cluster.ProcessCluster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.configuration.ClientConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables that jobs publish, asked by Ignite's own clients, while nodes die. */
class TableIT {
    private static final int ROWS = 20_000;
    private static final String LINES =
            "SELECT orderkey, line, supplier, quantity, price, discount, flag, shipped, note "
                    + "FROM table_lines WHERE supplier <= 60";
    private static final String SUPPLIERS =
            "SELECT supplier, COUNT(*) AS n, SUM(price) AS total, MAX(shipped) AS latest "
                    + "FROM table_lines WHERE supplier >= 30 AND supplier <= 90 GROUP BY supplier";

    @RegisterExtension
    static final ProcessCluster CLUSTER = FaultClusters.SHARED;

    /** DuckDB, with tables of the same names. */
    private static Connection duckdb;

    @BeforeAll
    static void publish() throws Exception {
        Path csv = OrderLines.write(CLUSTER.folder().resolve("table-lines.csv"), FaultGrid.SEED + 9, ROWS);
        FaultGrid.load(CLUSTER.client(), "table_lines", csv);
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = duckdb.createStatement()) {
            statement.execute("SET threads = 1");
            statement.execute("CREATE TABLE table_lines (" + OrderLines.COLUMNS + ")");
            statement.execute("INSERT INTO table_lines SELECT * FROM read_csv('" + csv
                    + "', header = true, all_varchar = true, nullstr = '', allow_quoted_nulls = false)");
            statement.execute("CREATE TABLE lines_t AS " + LINES);
            statement.execute("CREATE TABLE suppliers_t AS " + SUPPLIERS);
        }
        FaultGrid.awaitDone(CLUSTER.client().submit(JobSpec.sql(LINES).table("lines_t")));
        FaultGrid.awaitDone(CLUSTER.client().submit(JobSpec.sql(SUPPLIERS).table("suppliers_t")));
    }

    @AfterAll
    static void drop() throws Exception {
        CLUSTER.client().dropTable("lines_t");
        CLUSTER.client().dropTable("suppliers_t");
        CLUSTER.client().drop("table_lines");
        duckdb.close();
    }

    static String url(NodeProcess node) {
        return "jdbc:ignite:thin://" + node.clientAddress() + "/GRIDMILL";
    }

    private static List<String> ask(NodeProcess node, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(node))) {
            return AskTables.rows(connection, query);
        }
    }

    private static final List<String> QUERIES = List.of(
            "SELECT s.supplier, l.flag, COUNT(*) AS n, SUM(l.price) AS amount, MIN(l.shipped) AS first_day, MAX(s.total) AS total "
                    + "FROM lines_t l JOIN suppliers_t s ON l.supplier = s.supplier GROUP BY s.supplier, l.flag ORDER BY s.supplier, l.flag",
            "SELECT l.supplier, COUNT(s.supplier) AS hits, COUNT(*) AS n FROM lines_t l LEFT JOIN suppliers_t s "
                    + "ON l.supplier = s.supplier AND s.n > 50 GROUP BY l.supplier ORDER BY l.supplier",
            "SELECT s.supplier, COUNT(l.orderkey) AS n FROM lines_t l RIGHT JOIN suppliers_t s ON l.supplier = s.supplier "
                    + "GROUP BY s.supplier ORDER BY s.supplier",
            "SELECT COALESCE(l.supplier, s.supplier) AS supplier, COUNT(l.orderkey) AS n, MAX(s.n) AS m FROM lines_t l "
                    + "FULL JOIN suppliers_t s ON l.supplier = s.supplier GROUP BY COALESCE(l.supplier, s.supplier) ORDER BY 1",
            "SELECT a.supplier, COUNT(*) AS pairs FROM lines_t a JOIN lines_t b ON a.orderkey = b.orderkey AND a.line < b.line "
                    + "GROUP BY a.supplier HAVING COUNT(*) > 2 ORDER BY a.supplier",
            "SELECT COUNT(*) AS pairs FROM lines_t a JOIN lines_t b ON a.discount = b.discount AND a.orderkey = b.orderkey",
            "SELECT COUNT(*) AS pairs FROM suppliers_t a, suppliers_t b WHERE a.n > b.n AND a.supplier < b.supplier",
            "SELECT orderkey, line FROM lines_t WHERE supplier IN (SELECT supplier FROM suppliers_t WHERE n > 60) "
                    + "AND shipped >= DATE '1995-06-01' ORDER BY orderkey, line LIMIT 50",
            "SELECT supplier FROM lines_t l WHERE NOT EXISTS (SELECT 1 FROM suppliers_t s WHERE s.supplier = l.supplier) "
                    + "GROUP BY supplier ORDER BY supplier",
            "SELECT COUNT(DISTINCT flag) AS flags, COUNT(DISTINCT note) AS notes, COUNT(discount) AS discounts, "
                    + "SUM(price * (1 - discount)) AS amount FROM lines_t",
            "SELECT s.supplier, l.note, l.price FROM suppliers_t s JOIN lines_t l ON l.supplier = s.supplier "
                    + "WHERE l.price > 95000 ORDER BY l.price DESC, s.supplier, l.orderkey, l.line LIMIT 40");

    @Test
    void aProgramOfItsOwnJoinsAndGroupsTwoTablesThroughJdbcAndIsAnsweredAsByDuckDb() throws Exception {
        List<String> command = new ArrayList<>(NodeCommand.java("-Xmx128m"));
        command.add(AskTables.class.getName());
        command.add(url(CLUSTER.node("b")));
        command.addAll(QUERIES);
        Path errors = CLUSTER.folder().resolve("ask-tables.err");
        Process program =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor()).as(Files.readString(errors)).isZero();

        List<String> answers = List.of(said.split(AskTables.END + "\n", -1));
        for (int i = 0; i < QUERIES.size(); i++) {
            List<String> expected = AskTables.rows(duckdb, QUERIES.get(i));
            assertThat(expected)
                    .as("rows that DuckDB has for %s", QUERIES.get(i))
                    .isNotEmpty();
            assertSame(QUERIES.get(i), answers.get(i).lines().toList(), expected);
        }
    }

    /** The same rows in the same order; a failure shows the first that differ. */
    private static void assertSame(String query, List<String> answer, List<String> expected) {
        for (int i = 0; i < Math.min(answer.size(), expected.size()); i++) {
            assertThat(answer.get(i)).as("row %d of %s", i, query).isEqualTo(expected.get(i));
        }
        assertThat(answer).as("rows of %s", query).hasSameSizeAs(expected);
    }

    @Test
    void aThinClientIsAnsweredAsByDuckDb() throws Exception {
        String query = QUERIES.get(2);
        try (IgniteClient client = Ignition.startClient(
                new ClientConfiguration().setAddresses(CLUSTER.node("c").clientAddress()))) {
            List<String> rows = client.query(new SqlFieldsQuery(query).setSchema("GRIDMILL")).getAll().stream()
                    .map(row -> row.get(0) + " | " + row.get(1))
                    .toList();

            assertThat(rows).isEqualTo(AskTables.rows(duckdb, query));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STAGE_AFTER", "CLOSE_BEFORE", "CLOSE_AFTER"})
    void theTableIsWholeAfterANodeDied(Failpoint point) throws Exception {
        String table = FaultGrid.fresh("killed").toUpperCase(Locale.ROOT);
        FaultGrid.awaitDone(CLUSTER.client()
                .submit(JobSpec.sql("SELECT supplier FROM table_lines WHERE supplier = 1")
                        .table(table)));
        CLUSTER.armFirst(point, "kill");

        JobHandle job = CLUSTER.client().submit(JobSpec.sql(LINES).table(table));
        NodeProcess dead = CLUSTER.awaitDead();
        FaultGrid.awaitDone(job);

        String query = "SELECT orderkey, line, supplier, quantity, price, discount, flag, shipped, note FROM %s "
                + "ORDER BY orderkey, line";
        NodeProcess asked = CLUSTER.nodes().stream()
                .filter(node -> !node.name().equals(dead.name()))
                .findFirst()
                .orElseThrow();
        assertSame(
                query,
                AskTables.patientRows(url(asked), String.format(query, table)),
                AskTables.rows(duckdb, String.format(query, "lines_t")));
        CLUSTER.client().dropTable(table);
    }

    @Test
    void whoAsksWhileATableIsReplacedGetsTheOldOneTheNewOneOrAnErrorAndAfterwardsTheNewOne() throws Exception {
        String table = FaultGrid.fresh("replaced");
        String query = "SELECT COUNT(*) AS n, MIN(a) AS a, MAX(b) AS b FROM " + table;
        FaultGrid.awaitDone(CLUSTER.client().submit(version(table, 0)));
        AtomicBoolean stop = new AtomicBoolean();
        List<CompletableFuture<Map<String, Integer>>> readers =
                Arrays.asList(reader(CLUSTER.node("a"), query, stop), reader(CLUSTER.node("c"), query, stop));
        for (int version = 1; version <= 4; version++) {
            FaultGrid.awaitDone(CLUSTER.client().submit(version(table, version)));
            for (NodeProcess node : CLUSTER.nodes()) {
                assertThat(ask(node, query))
                        .as("version %d at node %s", version, node.name())
                        .containsExactly(expected(version));
            }
        }
        stop.set(true);

        Map<String, Integer> seen = new TreeMap<>();
        for (CompletableFuture<Map<String, Integer>> reader : readers) {
            reader.get().forEach((what, times) -> seen.merge(what, times, Integer::sum));
        }
        assertThat(seen.keySet().stream()
                        .filter(what -> !what.startsWith("error"))
                        .toList())
                .isNotEmpty()
                .allSatisfy(
                        what -> assertThat(what).isIn(expected(0), expected(1), expected(2), expected(3), expected(4)));
        CLUSTER.client().dropTable(table);
        assertThatThrownBy(() -> ask(CLUSTER.node("a"), query)).hasMessageContaining("not found");
    }

    /** As many rows as suppliers up to 40 + version, with two columns whose order changes from version to version. */
    private static JobSpec version(String table, int version) {
        String a = "1000 + " + version + " AS a";
        String b = "2000 + " + version + " AS b";
        String columns = version % 2 == 0 ? a + ", " + b : b + ", " + a;
        return JobSpec.sql("SELECT supplier, " + columns + " FROM table_lines WHERE supplier <= " + (40 + version)
                        + " GROUP BY supplier")
                .table(table);
    }

    private static String expected(int version) {
        return 40 + version + " | " + (1000 + version) + " | " + (2000 + version);
    }

    private static CompletableFuture<Map<String, Integer>> reader(NodeProcess node, String query, AtomicBoolean stop) {
        return CompletableFuture.supplyAsync(() -> {
            Map<String, Integer> seen = new TreeMap<>();
            while (!stop.get()) {
                String what;
                try {
                    what = ask(node, query).get(0);
                } catch (SQLException e) {
                    what = "error: " + Objects.toString(e.getMessage());
                }
                seen.merge(what, 1, Integer::sum);
            }
            return seen;
        });
    }
}
