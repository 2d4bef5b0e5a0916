package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.KernelSpec.StateSpec;

/** Writes how a row is added to a state: into arrays by group, or, without groups, into locals that are written back after the loop. */
final class StateSource {
    final StringBuilder before = new StringBuilder();
    final StringBuilder after = new StringBuilder();

    private final boolean grouped;
    private final Ranges ranges;

    StateSource(boolean grouped, Ranges ranges) {
        this.grouped = grouped;
        this.ranges = ranges;
    }

    /** @return true when the state counts rows, and nothing was written */
    boolean update(int s, StateSpec spec, Emitter emitter) {
        Expr argument = spec.argument();
        if (argument == null) {
            return true;
        }
        Emitter.Value value = emitter.emit(argument);
        StringBuilder out = emitter.out;
        if (spec.kind() == StateSpec.Kind.COUNT) {
            if (value.neverNull()) {
                return true;
            }
            array(s, "CountState", "long", "n");
            out.append(cell(s)).append(" += ").append(value.nul()).append(" ? 0L : 1L;\n");
            return false;
        }
        if (!value.neverNull()) {
            out.append("if (!(").append(value.nul()).append(")) {\n");
        }
        String g = grouped ? "groups[j]" : "0";
        boolean sum = spec.kind() == StateSpec.Kind.SUM;
        if (sum && argument.repr() == Repr.DOUBLE) {
            sumOfDoubles(s, value.v(), out);
        } else if (sum && argument.repr() == Repr.LONG && ranges.sumFitsLong(argument)) {
            array(s, "SumState", "long", "lo");
            out.append(cell(s)).append(" += ").append(value.v()).append(";\n");
        } else if (sum && argument.repr() == Repr.LONG) {
            array(s, "SumState", "long", "lo");
            before.append("final SumState t")
                    .append(s)
                    .append(" = (SumState) states[")
                    .append(s)
                    .append("];\n");
            out.append("{ final long x = ")
                    .append(value.v())
                    .append(", o = ")
                    .append(cell(s))
                    .append(", r = o + x; ")
                    .append(cell(s))
                    .append(" = r; if (((o ^ r) & (x ^ r)) < 0L) t")
                    .append(s)
                    .append(".spill(")
                    .append(g)
                    .append(", x); }\n");
        } else if (sum) {
            before.append("final SumState t")
                    .append(s)
                    .append(" = (SumState) states[")
                    .append(s)
                    .append("];\n");
            out.append("t")
                    .append(s)
                    .append(".add(")
                    .append(g)
                    .append(", ")
                    .append(value.h())
                    .append(", ")
                    .append(value.v())
                    .append(");\n");
        } else if (spec.kind() == StateSpec.Kind.VARIANCE || spec.kind() == StateSpec.Kind.DOUBLE_VARIANCE) {
            String type = spec.kind() == StateSpec.Kind.VARIANCE ? "VarianceState" : "DoubleVarianceState";
            before.append("final " + type + " t" + s + " = (" + type + ") states[" + s + "];\n");
            out.append("t" + s + ".add(" + g + ", " + value.v() + ");\n");
        } else if (argument.repr() == Repr.LONG && Repr.of(argument.type()) == Repr.LONG) {
            array(s, "ExtremeState", "long", "l");
            out.append("if (")
                    .append(value.v())
                    .append(spec.kind() == StateSpec.Kind.MIN ? " < " : " > ")
                    .append(cell(s))
                    .append(") ")
                    .append(cell(s))
                    .append(" = ")
                    .append(value.v())
                    .append(";\n");
        } else {
            before.append("final ExtremeState t")
                    .append(s)
                    .append(" = (ExtremeState) states[")
                    .append(s)
                    .append("];\n");
            String offered = switch (argument.repr()) {
                case WIDE -> value.h() + ", " + value.v();
                case BOOL -> value.v() + " ? 1L : 0L";
                default -> value.v();
            };
            out.append("t")
                    .append(s)
                    .append(".offer(")
                    .append(g)
                    .append(", ")
                    .append(offered)
                    .append(");\n");
        }
        if (!value.neverNull()) {
            out.append("}\n");
        }
        return false;
    }

    void countRows(int s, Emitter emitter) {
        if (grouped) {
            array(s, "CountState", "long", "n");
            emitter.out.append(cell(s)).append("++;\n");
        } else {
            after.append("((CountState) states[").append(s).append("]).n[0] += count;\n");
        }
    }

    private void sumOfDoubles(int s, String value, StringBuilder out) {
        array(s, "DoubleSumState", "double", "hi");
        array(s, "DoubleSumState", "double", "lo");
        String hi = grouped ? "hi" + s + "[g]" : "hi" + s;
        String lo = grouped ? "lo" + s + "[g]" : "lo" + s;
        out.append("{ ")
                .append(grouped ? "final int g = groups[j]; " : "")
                .append("final double x = ")
                .append(value)
                .append(", o = ")
                .append(hi)
                .append(", r = o + x, p = r - o; ")
                .append(lo)
                .append(" += (o - (r - p)) + (x - p); ")
                .append(hi)
                .append(" = r; }\n");
    }

    private void array(int s, String state, String type, String field) {
        String name = field.length() == 2 && state.startsWith("Double") ? field + s : "s" + s;
        String source = "((" + state + ") states[" + s + "])." + field;
        if (grouped) {
            before.append("final ")
                    .append(type)
                    .append("[] ")
                    .append(name)
                    .append(" = ")
                    .append(source)
                    .append(";\n");
        } else {
            before.append(type)
                    .append(' ')
                    .append(name)
                    .append(" = ")
                    .append(source)
                    .append("[0];\n");
            after.append(source).append("[0] = ").append(name).append(";\n");
        }
    }

    private String cell(int s) {
        return grouped ? "s" + s + "[groups[j]]" : "s" + s;
    }
}
