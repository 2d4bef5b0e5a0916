package io.gridmill.cli.demo.rows;

import java.util.List;

/**
 * An order with its lines.
 *
 * @param status F when every line is, O when every line is, else P
 * @param totalCents what it costs, after discounts and taxes
 * @param day when it was made, days since 1970
 */
record Order(
        long key,
        int customer,
        char status,
        long totalCents,
        int day,
        String priority,
        String clerk,
        String comment,
        List<OrderLine> lines) {}
