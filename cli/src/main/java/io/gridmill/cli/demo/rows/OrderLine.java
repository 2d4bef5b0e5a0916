package io.gridmill.cli.demo.rows;

import java.math.BigDecimal;

/**
 * A line of an order.
 *
 * @param number from 1
 * @param priceCents extended price: quantity times the part's price
 * @param discountPercent 0 to 10
 * @param taxPercent 0 to 8
 * @param returnFlag R or A for what arrived until mid 1995, else N
 * @param lineStatus O for what was shipped later than that, else F
 * @param shipDay days since 1970, as the other days
 */
record OrderLine(
        long order,
        int number,
        int part,
        int supplier,
        int quantity,
        long priceCents,
        int discountPercent,
        int taxPercent,
        char returnFlag,
        char lineStatus,
        int shipDay,
        int commitDay,
        int receiptDay,
        String instruct,
        String mode,
        String comment) {
    /** Price after discount, in units of 0.0001. */
    long netUnits() {
        return priceCents * (100 - discountPercent);
    }

    /** Price after discount and with tax, in units of 0.000001. */
    long chargeUnits() {
        return netUnits() * (100 + taxPercent);
    }

    BigDecimal net() {
        return BigDecimal.valueOf(netUnits(), 4);
    }

    BigDecimal charge() {
        return BigDecimal.valueOf(chargeUnits(), 6);
    }
}
