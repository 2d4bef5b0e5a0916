package io.gridmill.cli.demo.rows;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/** Two CSV files with a header line each: {@code orders.csv} and {@code lineitem.csv}. */
public final class CsvFiles implements AutoCloseable {
    public static final String ORDER_COLUMNS = "o_orderkey BIGINT, o_custkey INTEGER, o_orderstatus VARCHAR,"
            + " o_totalprice DECIMAL(15,2), o_orderdate DATE, o_orderpriority VARCHAR, o_clerk VARCHAR,"
            + " o_shippriority INTEGER, o_comment VARCHAR";
    public static final String LINE_COLUMNS = "l_orderkey BIGINT, l_partkey INTEGER, l_suppkey INTEGER,"
            + " l_linenumber INTEGER, l_quantity DECIMAL(15,2), l_extendedprice DECIMAL(15,2),"
            + " l_discount DECIMAL(15,2), l_tax DECIMAL(15,2), l_returnflag VARCHAR, l_linestatus VARCHAR,"
            + " l_shipdate DATE, l_commitdate DATE, l_receiptdate DATE, l_shipinstruct VARCHAR, l_shipmode VARCHAR,"
            + " l_comment VARCHAR";

    private final Path orders;
    private final Path lines;
    private final Writer orderWriter;
    private final Writer lineWriter;
    private final StringBuilder text = new StringBuilder(512);

    public CsvFiles(Path folder) throws IOException {
        orders = folder.resolve("orders.csv");
        lines = folder.resolve("lineitem.csv");
        orderWriter = Files.newBufferedWriter(orders, StandardCharsets.UTF_8);
        lineWriter = Files.newBufferedWriter(lines, StandardCharsets.UTF_8);
        orderWriter.write(header(ORDER_COLUMNS));
        lineWriter.write(header(LINE_COLUMNS));
    }

    public Path orders() {
        return orders;
    }

    public Path lines() {
        return lines;
    }

    void write(Order order) throws IOException {
        text.setLength(0);
        number(order.key()).number(order.customer()).word(Character.toString(order.status()));
        decimal(order.totalCents())
                .day(order.day())
                .word(order.priority())
                .word(order.clerk())
                .number(0);
        quoted(order.comment()).end(orderWriter);
        for (OrderLine line : order.lines()) {
            text.setLength(0);
            number(line.order()).number(line.part()).number(line.supplier()).number(line.number());
            decimal(100L * line.quantity()).decimal(line.priceCents());
            decimal(line.discountPercent()).decimal(line.taxPercent());
            word(Character.toString(line.returnFlag())).word(Character.toString(line.lineStatus()));
            day(line.shipDay()).day(line.commitDay()).day(line.receiptDay());
            word(line.instruct()).word(line.mode()).quoted(line.comment()).end(lineWriter);
        }
    }

    private static String header(String columns) {
        return columns.replaceAll("(\\w+) [A-Z]+(\\(\\d+,\\d+\\))?", "$1").replace(" ", "") + "\n";
    }

    private CsvFiles number(long value) {
        text.append(value).append(',');
        return this;
    }

    private CsvFiles decimal(long cents) {
        text.append(BigDecimal.valueOf(cents, 2)).append(',');
        return this;
    }

    private CsvFiles day(int epochDay) {
        text.append(LocalDate.ofEpochDay(epochDay)).append(',');
        return this;
    }

    private CsvFiles word(String word) {
        text.append(word).append(',');
        return this;
    }

    private CsvFiles quoted(String words) {
        if (words.indexOf(',') < 0 && words.indexOf('"') < 0) {
            return word(words);
        }
        text.append('"').append(words.replace("\"", "\"\"")).append("\",");
        return this;
    }

    private void end(Writer writer) throws IOException {
        text.setCharAt(text.length() - 1, '\n');
        writer.append(text);
    }

    @Override
    public void close() throws IOException {
        try (orderWriter) {
            lineWriter.close();
        }
    }
}
