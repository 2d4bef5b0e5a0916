package io.gridmill.compute.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.compute.expr.Constants;
import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.expr.Place;
import io.gridmill.core.schema.ColumnType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RangesTest {
    private static final Place HERE = new Place(1, 1, "");
    private static final ColumnType MONEY = ColumnType.parse("DECIMAL(15, 2)");

    private final Expr price = new Expr.Input(0, "price", MONEY, HERE);
    private final Expr discount = new Expr.Input(1, "discount", MONEY, HERE);
    private final Expr number = new Expr.Input(2, "number", ColumnType.BIGINT, HERE);
    private final Ranges known = Ranges.of(
            Map.of(0, Ranges.range(90_000, 10_494_950), 1, Ranges.range(0, 10), 2, Ranges.range(-5, 7)), 6_000_000);

    private static Expr.Call call(Op op, ColumnType type, Expr... args) {
        return new Expr.Call(op, List.of(args), type, HERE);
    }

    @Test
    void typesAloneDoNotProveWhatZoneMapsProve() {
        Expr.Call product = call(Op.MULTIPLY, ColumnType.parse("DECIMAL(30, 4)"), price, discount);

        assertThat(Ranges.OF_TYPES.proven(product)).isFalse();
        assertThat(known.proven(product)).isTrue();
        assertThat(known.of(product)).isEqualTo(Ranges.range(0, 104_949_500));
    }

    @Test
    void anOperandIsTakenAtTheScaleOfTheResult() {
        Expr one = Constants.ofDecimal(BigDecimal.ONE, HERE);
        Expr.Call rest = call(Op.SUBTRACT, ColumnType.parse("DECIMAL(16, 2)"), one, discount);

        assertThat(known.of(rest)).isEqualTo(Ranges.range(90, 100));
        assertThat(known.proven(rest)).isTrue();
    }

    @Test
    void productsOfNegativesAreBoundedByTheCorners() {
        assertThat(known.of(call(Op.MULTIPLY, ColumnType.BIGINT, number, number)))
                .isEqualTo(Ranges.range(-35, 49));
        assertThat(known.of(call(Op.ABS, ColumnType.BIGINT, number))).isEqualTo(Ranges.range(0, 7));
        assertThat(known.of(call(Op.NEGATE, ColumnType.BIGINT, number))).isEqualTo(Ranges.range(-7, 5));
    }

    @Test
    void aResultThatIsCheckedLiesInItsType() {
        Expr small = new Expr.Input(3, "small", ColumnType.TINYINT, HERE);
        Expr.Call sum = call(Op.ADD, ColumnType.TINYINT, small, small);

        assertThat(known.proven(sum)).isFalse();
        assertThat(known.of(sum)).isEqualTo(Ranges.range(-128, 127));
    }

    @Test
    void theEdgeOfALongIsNotPassed() {
        Ranges edge = Ranges.of(Map.of(2, Ranges.range(Long.MIN_VALUE, Long.MAX_VALUE - 1)), 2);
        Expr one = new Expr.Constant(ColumnType.BIGINT, 1L, HERE);

        assertThat(edge.proven(call(Op.ADD, ColumnType.BIGINT, number, one))).isTrue();
        assertThat(edge.proven(call(Op.SUBTRACT, ColumnType.BIGINT, number, one)))
                .isFalse();
        assertThat(edge.proven(call(Op.NEGATE, ColumnType.BIGINT, number))).isFalse();
    }

    @Test
    void aSumIsProvenByTheNumberOfRows() {
        assertThat(known.sumFitsLong(price)).isTrue();
        assertThat(Ranges.of(Map.of(0, Ranges.range(0, Long.MAX_VALUE / 2)), 2).sumFitsLong(price))
                .isTrue();
        assertThat(Ranges.of(Map.of(0, Ranges.range(0, Long.MAX_VALUE / 2)), 3).sumFitsLong(price))
                .isFalse();
        assertThat(Ranges.OF_TYPES.sumFitsLong(price)).isFalse();
    }
}
