package io.gridmill.tests.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import io.gridmill.client.Load;
import io.gridmill.client.Result;
import io.gridmill.core.job.JobSpec;
import io.gridmill.core.job.JobState;
import io.gridmill.core.job.NodeInfo;
import io.gridmill.core.sink.SinkSpec;
import io.gridmill.node.fault.Failpoint;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Three node containers and PostgreSQL: whatever happens to the container {@code c} in the middle of a job, each row arrives once. */
class ContainerIT {
    private static final int ROWS = 30_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static ContainerGrid grid;
    private static Gridmill client;

    @BeforeAll
    static void start() {
        Images.requireEngine();
        StringBuilder lines = new StringBuilder("id,amount\n");
        for (int id = 0; id < ROWS; id++) {
            lines.append(id).append(',').append(amount(id)).append('\n');
        }
        grid = new ContainerGrid(lines.toString());
        grid.start();
        client = grid.client();
        JobHandle load = client.load(Load.into("lines")
                .from("/tmp/lines.csv")
                .columns("id BIGINT, amount DECIMAL(12,2)")
                .option("header", "true")
                .partitionBy("id")
                .spec());
        assertThat(load.await(PATIENCE).state()).isEqualTo(JobState.DONE);
    }

    @AfterAll
    static void stop() {
        if (client != null) {
            client.close();
        }
        if (grid != null) {
            grid.close();
        }
    }

    private static BigDecimal amount(int id) {
        return BigDecimal.valueOf(id * 7_919L % 1_000_003, 2);
    }

    @Test
    void theShareOfAKilledContainerIsTakenOver() throws Exception {
        JobHandle job = heldAtC("killed");

        grid.kill("c");

        assertDoneWithoutC(job, "killed");
        assertThat(grid.awaitEnd("c")).isEqualTo(137);
        grid.restart("c");
    }

    @Test
    void aContainerThatIsPausedPastFailureDetectionWakesAndSpoilsNothing() throws Exception {
        JobHandle job = heldAtC("paused");

        grid.pause("c");
        assertDoneWithoutC(job, "paused");
        grid.wake("c");

        assertThat(grid.awaitEnd("c"))
                .as("a node that was thrown out of the grid ends by itself")
                .isEqualTo(1);
        assertEachRowOnce("paused");
        grid.restart("c");
    }

    @Test
    void aContainerThatIsCutOffTheNetworkSpoilsNothing() throws Exception {
        JobHandle job = heldAtC("cut_off");

        grid.cutOff("c");
        assertDoneWithoutC(job, "cut_off");
        grid.connect("c");

        assertThat(grid.awaitEnd("c"))
                .as("a node that took the others for dead ends when it sees that they went on")
                .isEqualTo(1);
        assertThat(grid.log("c")).contains("goes on without this node");
        assertEachRowOnce("cut_off");
        grid.restart("c");
    }

    @Test
    void aStoppedContainerDrains() {
        grid.stop("c");

        assertThat(grid.awaitEnd("c")).isEqualTo(143);
        assertThat(grid.log("c")).contains("node c drains", "node c has stopped");
        grid.restart("c");
    }

    @Test
    void clientsInTheNetworkAndOutsideOfItAreToldAddressesOfTheContainers() {
        assertThat(client.nodes())
                .extracting(NodeInfo::clientAddress)
                .allSatisfy(address ->
                        assertThat(address).doesNotStartWith("0.0.0.0").doesNotStartWith("127."));

        String csv = grid.run("a", "gridmill", "sql", "SELECT COUNT(*) AS n FROM lines", "--connect", "b:10800");

        assertThat(csv).isEqualTo("n\n" + ROWS + "\n");
    }

    /** A job into a table of PostgreSQL, of which c has run its share and is kept from committing it. */
    private static JobHandle heldAtC(String table) {
        grid.hold("c", Failpoint.SEAL_AFTER);
        JobHandle job = client.submit(JobSpec.sql("SELECT id, amount * 2 AS doubled FROM lines")
                .sink(new SinkSpec(
                        "jdbc",
                        Map.of(
                                "url", "jdbc:postgresql://postgres/postgres",
                                "table", table,
                                "mode", "create",
                                "user", "postgres",
                                "password", "${env:POSTGRES_PASSWORD}"))));
        grid.awaitHeld("c", Failpoint.SEAL_AFTER);
        return job;
    }

    private static void assertDoneWithoutC(JobHandle job, String table) throws SQLException {
        assertThat(job.await(PATIENCE).state()).isEqualTo(JobState.DONE);
        assertEachRowOnce(table);
        assertThat(shares(job))
                .as("node, state and former node of each share")
                .anyMatch(share -> share.matches("[ab] (COMMITTED|STAGED) c"));
    }

    private static List<String> shares(JobHandle job) {
        List<String> shares = new ArrayList<>();
        try (Result rows = client.sql(
                "SELECT node, state, taken_from FROM gridmill.shares WHERE job = '" + job.id() + "' ORDER BY share")) {
            while (rows.hasNext()) {
                VectorSchemaRoot batch = rows.next();
                for (int row = 0; row < batch.getRowCount(); row++) {
                    shares.add(batch.getVector(0).getObject(row) + " "
                            + batch.getVector(1).getObject(row) + " "
                            + batch.getVector(2).getObject(row));
                }
            }
        }
        return shares;
    }

    private static void assertEachRowOnce(String table) throws SQLException {
        try (Connection database = grid.database();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, doubled FROM " + table + " ORDER BY id")) {
            int id = 0;
            while (rows.next()) {
                assertThat(rows.getLong("id")).isEqualTo(id);
                assertThat(rows.getBigDecimal("doubled"))
                        .isEqualByComparingTo(amount(id).multiply(BigDecimal.valueOf(2)));
                id++;
            }
            assertThat(id).isEqualTo(ROWS);
        }
    }
}
