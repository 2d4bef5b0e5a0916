package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Op;
import io.gridmill.compute.kernel.Emitter.Value;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Writes functions: calls of one Java method, which is not called for rows where an argument is NULL. */
final class FunctionSource {
    /** Days of a {@link DateTable}: 179 years. */
    private static final int LARGEST_TABLE = 1 << 16;

    /** Methods that take the values of the arguments; where {@link #FAILING} has the operation, also the place of the call. */
    private static final Map<Op, String> METHODS = new EnumMap<>(Op.class);

    /** Methods that throw {@link KernelFailure}. */
    private static final Map<Op, String> FAILING = new EnumMap<>(Op.class);

    static {
        METHODS.put(Op.EXP, "StrictMath.exp");
        FAILING.put(Op.SQRT, "Numbers.sqrt");
        FAILING.put(Op.LN, "Numbers.ln");
        FAILING.put(Op.LOG10, "Numbers.log10");
        FAILING.put(Op.POWER, "Numbers.power");

        METHODS.put(Op.UPPER, "Texts.upper");
        METHODS.put(Op.LOWER, "Texts.lower");
        METHODS.put(Op.CHAR_LENGTH, "Texts.length");
        METHODS.put(Op.TRIM, "Texts.trim");
        METHODS.put(Op.TRIM_LEADING, "Texts.trimLeading");
        METHODS.put(Op.TRIM_TRAILING, "Texts.trimTrailing");
        METHODS.put(Op.POSITION, "Texts.position");
        FAILING.put(Op.CONCAT, "Texts.concat");
        FAILING.put(Op.REPLACE, "Texts.replace");
        FAILING.put(Op.SUBSTRING, "Texts.substring");
        FAILING.put(Op.LPAD, "Texts.padLeft");
        FAILING.put(Op.RPAD, "Texts.padRight");

        FAILING.put(Op.ADD_DAYS, "Dates.addDays");
        FAILING.put(Op.ADD_MONTHS, "Dates.addMonths");
        FAILING.put(Op.ADD_MICROS, "Dates.addMicros");
        FAILING.put(Op.TIMESTAMP_ADD_MONTHS, "Dates.addMonthsToTimestamp");
        METHODS.put(Op.YEAR, "Dates.year");
        METHODS.put(Op.QUARTER, "Dates.quarter");
        METHODS.put(Op.MONTH, "Dates.month");
        METHODS.put(Op.DAY, "Dates.day");
        METHODS.put(Op.HOUR, "Dates.hour");
        METHODS.put(Op.MINUTE, "Dates.minute");
        METHODS.put(Op.DOY, "Dates.dayOfYear");
        METHODS.put(Op.DOW, "Dates.dayOfWeek");
        METHODS.put(Op.ISODOW, "Dates.isoDayOfWeek");
        METHODS.put(Op.WEEK, "Dates.isoWeek");
        METHODS.put(Op.ISOYEAR, "Dates.isoYear");
        METHODS.put(Op.SECOND, "Dates.second");
        METHODS.put(Op.MILLISECOND, "Dates.millisecond");
        METHODS.put(Op.MICROSECOND, "Dates.microsecond");
        METHODS.put(Op.FLOOR_WEEK, "Dates.floorToWeek");
        METHODS.put(Op.FLOOR_MONTHS, "Dates.floorToMonths");
        METHODS.put(Op.FLOOR_MICROS, "Dates.floorToMicros");
        METHODS.put(Op.TIME_BETWEEN, "Dates.between");
        METHODS.put(Op.MONTHS_BETWEEN, "Dates.monthsBetween");
    }

    private final Emitter emitter;

    FunctionSource(Emitter emitter) {
        this.emitter = emitter;
    }

    static boolean canFail(Op op) {
        return FAILING.containsKey(op);
    }

    Value function(Expr.Call call) {
        List<Value> args = call.args().stream().map(emitter::emit).toList();
        String nul = args.stream().map(Value::nul).reduce("false", Emitter::either);
        String list = String.join(", ", args.stream().map(Value::v).toList());
        String failing = FAILING.get(call.op());
        return emitter.guarded(
                call.repr(),
                nul,
                failing == null
                        ? method(call) + "(" + list + ")"
                        : failing + "(" + list + ", " + emitter.place(call) + ")");
    }

    /** A part of a date is looked up where few days can occur, else computed. */
    private String method(Expr.Call call) {
        if (call.op().isDatePart()) {
            Ranges.Range days = emitter.ranges.of(call.args().get(0));
            if (days.size() <= LARGEST_TABLE) {
                long first = days.min().longValue();
                return emitter.constantField(DateTable.of(call.op(), first, days.size())) + ".at";
            }
        }
        String method = METHODS.get(call.op());
        if (method == null) {
            throw new IllegalStateException("no code for " + call.op());
        }
        return method;
    }
}
