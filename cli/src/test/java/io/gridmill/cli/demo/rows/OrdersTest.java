package io.gridmill.cli.demo.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrdersTest {
    private static final int LINES = 10_000;

    @TempDir
    Path folder;

    @Test
    void theSameSeedMakesTheSameFilesByteForByte() throws IOException {
        CsvFiles first = write(new Orders(7, LINES), "first");
        CsvFiles second = write(new Orders(7, LINES), "second");

        assertThat(first.lines()).hasSameBinaryContentAs(second.lines());
        assertThat(first.orders()).hasSameBinaryContentAs(second.orders());
    }

    @Test
    void anotherSeedMakesOtherRows() {
        assertThat(new Orders(7, LINES).order(1)).isNotEqualTo(new Orders(8, LINES).order(1));
    }

    @Test
    void anOrderIsTheSameWhetherMadeAloneOrAmongAll() {
        Orders orders = new Orders(7, LINES);
        List<Order> all = new ArrayList<>();
        orders.forEach(all::add);

        assertThat(all).hasSize(Math.toIntExact(orders.count()));
        assertThat(orders.order(1_000)).isEqualTo(all.get(999));
    }

    @Test
    void thereAreExactlyAsManyLinesAsAskedFor() throws IOException {
        for (int lines : new int[] {1, 2, 3, 17, 1_001}) {
            CsvFiles files = write(new Orders(7, lines), "lines" + lines);

            assertThat(Files.readAllLines(files.lines())).hasSize(lines + 1);
        }
    }

    @Test
    void rowsHaveTheShapeOfTpcH() {
        List<OrderLine> lines = new ArrayList<>();
        new Orders(7, LINES).forEach(order -> {
            assertThat(order.lines()).hasSizeBetween(1, 7);
            lines.addAll(order.lines());
        });

        assertThat(lines).allSatisfy(line -> {
            assertThat(line.quantity()).isBetween(1, 50);
            assertThat(line.discountPercent()).isBetween(0, 10);
            assertThat(line.taxPercent()).isBetween(0, 8);
            assertThat(line.receiptDay()).isGreaterThan(line.shipDay());
        });
        assertThat(lines).extracting(OrderLine::returnFlag).containsOnly('A', 'N', 'R');
        assertThat(lines).extracting(OrderLine::quantity).contains(1, 50);
    }

    @Test
    void theFilesNameTheirColumnsAndQuoteWhatNeedsIt() throws IOException {
        CsvFiles files = write(new Orders(7, LINES), "quoted");

        List<String> lines = Files.readAllLines(files.lines());
        assertThat(lines.get(0)).startsWith("l_orderkey,l_partkey,").endsWith(",l_shipmode,l_comment");
        assertThat(lines).anySatisfy(line -> assertThat(line).contains("\"\"express\"\""));
        assertThat(Files.readAllLines(files.orders()).get(0))
                .isEqualTo("o_orderkey,o_custkey,o_orderstatus,o_totalprice,o_orderdate,o_orderpriority,o_clerk,"
                        + "o_shippriority,o_comment");
    }

    private CsvFiles write(Orders orders, String name) throws IOException {
        try (CsvFiles files = new CsvFiles(Files.createDirectories(folder.resolve(name)))) {
            Expected.writing(orders, files);
            return files;
        }
    }
}
