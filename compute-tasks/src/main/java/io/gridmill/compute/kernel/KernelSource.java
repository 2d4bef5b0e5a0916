package io.gridmill.compute.kernel;

import io.gridmill.compute.expr.Expr;
import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.KernelSpec.StateSpec;
import io.gridmill.core.schema.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Writes the source of a kernel. The text is the kernel's shape: constants, places and names of columns stand outside it. Loops are
 * cut into several methods when they grow, because C2 does not compile methods of more than 8,000 bytes.
 */
final class KernelSource {
    static final String CLASS_NAME = "io.gridmill.compute.kernel.GeneratedKernel";

    /** Entries of the largest map from keys' numbers to groups: 64 MiB of ints. */
    private static final int MOST_GROUP_NUMBERS = 1 << 24;

    /** Entries of a map that costs nothing worth mention. */
    private static final int ALWAYS_NUMBERED = 1 << 12;

    /** Characters of source that stay well below 8,000 bytes of bytecode. */
    private static final int LONGEST_BODY = 9_000;

    final Symbols symbols = new Symbols();
    /** States whose count is the number of rows: none of their values is NULL. */
    final List<Integer> rowCounts = new ArrayList<>();
    /** How keys become small numbers; empty when they cannot. */
    final List<List<GroupCode>> groupCodes = new ArrayList<>();

    private final KernelSpec spec;
    private final KernelShape shape;
    private final Ranges ranges;
    private final StringBuilder methods = new StringBuilder();

    KernelSource(KernelSpec spec, KernelShape shape, Ranges ranges) {
        this.spec = spec;
        this.shape = shape;
        this.ranges = ranges;
    }

    String write() {
        if (!spec.filter().isEmpty()) {
            filters();
        }
        if (!spec.keys().isEmpty()) {
            outputs("keys", spec.keys());
            groupings();
        }
        if (!spec.states().isEmpty()) {
            updates();
        }
        if (!spec.project().isEmpty()) {
            outputs("project", spec.project());
        }
        derivations();
        StringBuilder source = new StringBuilder(
                "package io.gridmill.compute.kernel;\n\nimport org.apache.arrow.memory.util.MemoryUtil;\n\npublic final class GeneratedKernel extends Kernel {\n");
        StringBuilder binding = new StringBuilder();
        List<Object> constants = symbols.constants();
        for (int i = 0; i < constants.size(); i++) {
            Object constant = constants.get(i);
            source.append("private ")
                    .append(Symbols.javaType(constant))
                    .append(" k")
                    .append(i)
                    .append(";\n");
            binding.append("this.k")
                    .append(i)
                    .append(" = ")
                    .append(Symbols.unboxed(constant, i))
                    .append(";\n");
        }
        source.append("public void bind(Object[] k) {\n")
                .append(binding)
                .append("}\n")
                .append(methods)
                .append("}\n");
        return indented(source.toString());
    }

    private void filters() {
        StringBuilder choice = new StringBuilder();
        for (int pass = 0; pass < spec.filter().size(); pass++) {
            Emitter emitter = emitter();
            String value = emitter.emit(spec.filter().get(pass)).v();
            methods.append("private int filter").append(pass).append("(Slot[] in, int[] selected, int count) {\n");
            prologue(emitter);
            methods.append("int kept = 0;\nfor (int j = 0; j < count; j++) {\nfinal int i = selected[j];\n")
                    .append(emitter.out)
                    .append("selected[kept] = i;\nkept += ")
                    .append(value)
                    .append(" ? 1 : 0;\n}\nreturn kept;\n}\n");
            choice.append("case ")
                    .append(pass)
                    .append(": return filter")
                    .append(pass)
                    .append("(in, selected, count);\n");
        }
        methods.append("public int filter(int pass, Slot[] in, int[] selected, int count) {\nswitch (pass) {\n")
                .append(choice)
                .append("default: throw new IllegalArgumentException();\n}\n}\n");
    }

    private void outputs(String name, List<Expr> exprs) {
        int parts = 0;
        Emitter emitter = emitter();
        StringBuilder arrays = new StringBuilder();
        for (int o = 0; o < exprs.size(); o++) {
            Expr expr = exprs.get(o);
            Emitter.Value value = emitter.emit(expr);
            Repr repr = expr.repr();
            String field = field(repr);
            arrays.append("final ")
                    .append(Emitter.javaType(repr))
                    .append("[] o")
                    .append(o)
                    .append(" = out[")
                    .append(o)
                    .append("].")
                    .append(field)
                    .append(";\nfinal boolean[] on")
                    .append(o)
                    .append(" = out[")
                    .append(o)
                    .append("].nul;\n");
            emitter.out.append("o").append(o).append("[j] = ").append(value.v()).append(";\n");
            emitter.out
                    .append("on")
                    .append(o)
                    .append("[j] = ")
                    .append(value.nul())
                    .append(";\n");
            if (repr == Repr.WIDE) {
                arrays.append("final long[] oh")
                        .append(o)
                        .append(" = out[")
                        .append(o)
                        .append("].h;\n");
                emitter.out
                        .append("oh")
                        .append(o)
                        .append("[j] = ")
                        .append(value.h())
                        .append(";\n");
            }
            if (emitter.out.length() > LONGEST_BODY || o == exprs.size() - 1) {
                methods.append("private void ")
                        .append(name)
                        .append(parts++)
                        .append("(Slot[] in, int[] selected, int count, Slot[] out) {\n")
                        .append(arrays);
                prologue(emitter);
                loop(emitter);
                methods.append("}\n");
                emitter = emitter();
                arrays.setLength(0);
            }
        }
        methods.append("public void ").append(name).append("(Slot[] in, int[] selected, int count, Slot[] out) {\n");
        for (int part = 0; part < parts; part++) {
            methods.append(name).append(part).append("(in, selected, count, out);\n");
        }
        methods.append("}\n");
    }

    /** Written when each key is a string whose codes can be read, or lies in a range that is not too large. */
    private void groupings() {
        StringBuilder choice = new StringBuilder();
        for (int g = 0; g < spec.groupings().size(); g++) {
            List<GroupCode> codes = groups(g, spec.groupings().get(g));
            groupCodes.add(codes);
            if (!codes.isEmpty()) {
                choice.append("case ")
                        .append(g)
                        .append(": return groups")
                        .append(g)
                        .append("(in, selected, count, maps, shift, groups, strides, nulls);\n");
            }
        }
        if (!choice.isEmpty()) {
            methods.append(
                            "public int groups(int grouping, Slot[] in, int[] selected, int count, int[][] maps, int shift, int[] groups, int[] strides, int[] nulls) {\nswitch (grouping) {\n")
                    .append(choice)
                    .append("default: throw new IllegalArgumentException();\n}\n}\n");
        }
    }

    /** @return how the keys are numbered, none when they cannot be */
    private List<GroupCode> groups(int grouping, List<Integer> keys) {
        Emitter emitter = emitter();
        StringBuilder numbers = new StringBuilder();
        StringBuilder sum = new StringBuilder();
        long numbersInAll = 1;
        List<GroupCode> codes = new ArrayList<>();
        for (int k = 0; k < keys.size(); k++) {
            Expr key = spec.keys().get(keys.get(k));
            String number;
            String nul;
            int dictionary = key instanceof Expr.Input input
                            && shape.access().get(input.ordinal()).isCode()
                            && emitter.input(input.ordinal()).form() == KernelSpec.Form.STRING_ID
                    ? ((Expr.Input) key).ordinal()
                    : -1;
            int size = 1;
            if (dictionary >= 0) {
                number = emitter.code(dictionary);
                nul = emitter.nulOf(dictionary);
            } else if (key.repr() == Repr.LONG && !isStringId(key)) {
                Ranges.Range range = ranges.of(key);
                size = range.size();
                Emitter.Value value = emitter.emit(key);
                number = "(int) (" + value.v() + " - "
                        + emitter.constantField(range.min().longValue()) + ")";
                nul = value.nul();
            } else if (key.repr() == Repr.BOOL) {
                size = 2;
                Emitter.Value value = emitter.emit(key);
                number = "(" + value.v() + " ? 1 : 0)";
                nul = value.nul();
            } else {
                return List.of();
            }
            numbersInAll *= size + 1L;
            if (numbersInAll > mostGroupNumbers()) {
                return List.of();
            }
            codes.add(new GroupCode(dictionary, size));
            numbers.append("final int m")
                    .append(k)
                    .append(" = strides[")
                    .append(k)
                    .append("];\n");
            if (!nul.equals("false")) {
                numbers.append("final int z")
                        .append(k)
                        .append(" = nulls[")
                        .append(k)
                        .append("];\n");
                number = "(" + nul + " ? z" + k + " : " + number + ")";
            }
            sum.append(k == 0 ? "" : " + ").append(number).append(" * m").append(k);
        }
        if (codes.isEmpty()) {
            return codes;
        }
        boolean sliced = GroupCode.sliced(codes);
        emitter.out
                .append("final int code = ")
                .append(sum)
                .append(";\nfinal int g = " + (sliced ? "maps[code >>> shift][code & mask]" : "map[code]")
                        + ";\ngroups[j] = g < 0 ? ~code : g;\nmissing |= g;\n");
        methods.append(
                        "private int groups" + grouping
                                + "(Slot[] in, int[] selected, int count, int[][] maps, int shift, int[] groups, int[] strides, int[] nulls) {\n")
                .append(numbers);
        prologue(emitter);
        methods.append(sliced ? "final int mask = (int) ((1L << shift) - 1);\n" : "final int[] map = maps[0];\n");
        methods.append("int missing = 0;\n");
        loop(emitter);
        methods.append("return missing;\n}\n");
        return codes;
    }

    /** A map must pay: for few rows, filling a large one costs more than a table. */
    private long mostGroupNumbers() {
        return Math.min(MOST_GROUP_NUMBERS, Math.max(ALWAYS_NUMBERED, 4 * ranges.rows()));
    }

    private boolean isStringId(Expr key) {
        return key instanceof Expr.Input input
                && spec.inputs().get(input.ordinal()).form() == KernelSpec.Form.STRING_ID;
    }

    private void updates() {
        int parts = 0;
        StateSource states = new StateSource(spec.grouped(), ranges);
        Emitter emitter = emitter();
        List<StateSpec> specs = spec.states();
        for (int s = 0; s < specs.size(); s++) {
            if (states.update(s, specs.get(s), emitter)) {
                rowCounts.add(s);
            }
            boolean last = s == specs.size() - 1;
            if (last && !rowCounts.isEmpty()) {
                states.countRows(specs.size(), emitter);
            }
            if (emitter.out.length() > LONGEST_BODY || last) {
                methods.append("private void update")
                        .append(parts++)
                        .append("(Slot[] in, int[] selected, int count, int[] groups, State[] states) {\n")
                        .append(states.before);
                prologue(emitter);
                loop(emitter);
                methods.append(states.after).append("}\n");
                states = new StateSource(spec.grouped(), ranges);
                emitter = emitter();
            }
        }
        methods.append("public void update(Slot[] in, int[] selected, int count, int[] groups, State[] states) {\n");
        for (int part = 0; part < parts; part++) {
            methods.append("update").append(part).append("(in, selected, count, groups, states);\n");
        }
        methods.append("}\n");
    }

    private void derivations() {
        StringBuilder choice = new StringBuilder();
        for (int n = 0; n < spec.inputs().size(); n++) {
            KernelSpec.Input input = spec.inputs().get(n);
            Expr derived = input.derived();
            if (derived == null) {
                continue;
            }
            KernelSpec.Input string =
                    new KernelSpec.Input(input.source(), KernelSpec.Form.VALUE, null, ColumnType.VARCHAR, false);
            Emitter emitter = new Emitter(List.of(string), KernelShape.general(1), Ranges.OF_TYPES, symbols);
            Emitter.Value value = emitter.emit(derived);
            Repr repr = derived.repr();
            String field = field(repr);
            methods.append("private void derive")
                    .append(n)
                    .append("(Slot[] in, int count, Slot out, KernelFailure[] failures) {\n");
            prologue(emitter);
            methods.append("for (int i = 0; i < count; i++) {\n");
            if (input.canFail()) {
                methods.append("try {\nout.bad[i] = false;\n");
            }
            methods.append(emitter.out);
            methods.append("out.")
                    .append(field)
                    .append("[i] = ")
                    .append(value.v())
                    .append(";\n");
            if (repr == Repr.WIDE) {
                methods.append("out.h[i] = ").append(value.h()).append(";\n");
            }
            methods.append("out.nul[i] = ").append(value.nul()).append(";\n");
            if (input.canFail()) {
                methods.append(
                        "} catch (KernelFailure e) {\nout.bad[i] = true;\nout.nul[i] = false;\nfailures[i] = e;\n}\n");
            }
            methods.append("}\n}\n");
            choice.append("case ")
                    .append(n)
                    .append(": derive")
                    .append(n)
                    .append("(in, count, out, failures); break;\n");
        }
        if (!choice.isEmpty()) {
            methods.append(
                            "public void derive(int which, Slot string, int count, Slot out, KernelFailure[] failures) {\n")
                    .append("final Slot[] in = new Slot[] {string};\nswitch (which) {\n")
                    .append(choice)
                    .append("default: throw new IllegalArgumentException();\n}\n}\n");
        }
    }

    private Emitter emitter() {
        return new Emitter(spec.inputs(), shape, ranges, symbols);
    }

    /** Inputs and constants as locals. */
    private void prologue(Emitter emitter) {
        TreeSet<Integer> nulls = new TreeSet<>(emitter.nulls);
        for (int n : emitter.used) {
            KernelSpec.Input input = emitter.input(n);
            Repr repr = input.repr();
            Access access = emitter.access(n);
            if (access.isStored()) {
                local("long", "a" + n, n, "address");
                local("long", "b" + n, n, "base");
            } else {
                if (access.isCode()) {
                    local("long", "a" + n, n, "address");
                }
                local(Emitter.javaType(repr) + "[]", "c" + n, n, field(repr));
                if (repr == Repr.WIDE) {
                    local("long[]", "h" + n + "_", n, "h");
                }
            }
            if (emitter.mayBeNull(n)) {
                nulls.add(n);
            }
            if (input.canFail()) {
                local("boolean[]", "e" + n, n, "bad");
            }
        }
        for (int n : emitter.coded) {
            local("long", "a" + n, n, "address");
        }
        for (int n : nulls) {
            local("boolean[]", "n" + n + "_", n, "nul");
        }
        for (String constant : emitter.constants) {
            Object value = symbols.constants().get(Integer.parseInt(constant.substring(1)));
            methods.append("final ")
                    .append(Symbols.javaType(value))
                    .append(' ')
                    .append(constant)
                    .append(" = this.")
                    .append(constant)
                    .append(";\n");
        }
    }

    private void local(String type, String name, int input, String field) {
        methods.append("final ")
                .append(type)
                .append(' ')
                .append(name)
                .append(" = in[")
                .append(input)
                .append("].")
                .append(field)
                .append(";\n");
    }

    private static String field(Repr repr) {
        return switch (repr) {
            case LONG, WIDE -> "l";
            case DOUBLE -> "d";
            case BOOL -> "b";
            case STRING -> "s";
        };
    }

    private void loop(Emitter emitter) {
        methods.append("for (int j = 0; j < count; j++) {\nfinal int i = selected[j];\n")
                .append(emitter.out)
                .append("}\n");
    }

    private static String indented(String source) {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        for (String line : source.split("\n")) {
            int shown = line.startsWith("}") ? depth - 1 : depth;
            text.append("  ".repeat(Math.max(shown, 0))).append(line).append('\n');
            depth += line.chars().map(c -> c == '{' ? 1 : c == '}' ? -1 : 0).sum();
        }
        return text.toString();
    }
}
