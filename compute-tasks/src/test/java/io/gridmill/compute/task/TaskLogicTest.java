package io.gridmill.compute.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.InMemoryChunks;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.TaskSpec;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.BatchOutput;
import io.gridmill.core.task.CancelToken;
import io.gridmill.core.task.Logic;
import io.gridmill.core.task.Task;
import io.gridmill.core.task.TaskBatch;
import io.gridmill.core.task.TaskContext;
import io.gridmill.core.task.TaskParameters;
import io.gridmill.core.task.TaskPlan;
import io.gridmill.core.task.TaskWorker;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.util.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskLogicTest {
    private static final TableSchema ALL_TYPES = TableSchema.parse(
            "id BIGINT, b BOOLEAN, t TINYINT, s SMALLINT, i INTEGER, d DECIMAL(18, 2), w DECIMAL(38, 4), f REAL, g DOUBLE,"
                    + " v VARCHAR, c VARCHAR, y DATE, z TIMESTAMP, one INTEGER, none INTEGER");

    private final RootAllocator root = new RootAllocator();
    private BufferAllocator budget = root.newChildAllocator("task", 0, 64 << 20);

    @AfterEach
    void nothingLeaks() {
        budget.close();
        assertThat(root.getAllocatedMemory()).isZero();
        root.close();
    }

    /** Writes its rows as they are. */
    public static final class Echo implements Task {
        @Override
        public TaskPlan plan(TableSchema input, TaskParameters parameters) {
            List<String> names =
                    input.columns().stream().map(column -> column.name()).toList();
            return TaskPlan.of(names, input, (context, output) -> batch -> {
                List<FieldVector> vectors = new ArrayList<>();
                for (int n = 0; n < names.size(); n++) {
                    vectors.add(batch.column(n));
                }
                VectorSchemaRoot rows = new VectorSchemaRoot(vectors);
                rows.setRowCount(batch.rows());
                output.write(rows);
            });
        }
    }

    /** Adds up a column, whose sums are the partials; the combiner adds those. */
    public static final class Sum implements Task {
        @Override
        public TaskPlan plan(TableSchema input, TaskParameters parameters) {
            TableSchema sum = TableSchema.parse("sum BIGINT");
            String column = parameters.text("column");
            return TaskPlan.combined(List.of(column), sum, SumWorker::new, sum, (partials, context, output) -> {
                long total = 0;
                while (partials.hasNext()) {
                    BigIntVector sums = (BigIntVector) partials.next().getVector(0);
                    for (int row = 0; row < sums.getValueCount(); row++) {
                        total += sums.get(row);
                    }
                }
                SumWorker.write(total, context, output);
            });
        }
    }

    private static final class SumWorker implements TaskWorker {
        private final TaskContext context;
        private final BatchOutput output;
        private long sum;

        SumWorker(TaskContext context, BatchOutput output) {
            this.context = context;
            this.output = output;
        }

        @Override
        public void accept(TaskBatch batch) {
            BigIntVector values = batch.column(0, BigIntVector.class);
            for (int row = 0; row < batch.rows(); row++) {
                sum += values.get(row);
            }
        }

        @Override
        public void finish() {
            write(sum, context, output);
        }

        static void write(long value, TaskContext context, BatchOutput output) {
            try (BigIntVector vector = new BigIntVector("sum", context.allocator())) {
                vector.allocateNew(1);
                vector.set(0, value);
                vector.setValueCount(1);
                output.write(VectorSchemaRoot.of(vector));
            }
        }
    }

    /** Does what its parameter {@code how} says. */
    public static final class Wrong implements Task {
        @Override
        public TaskPlan plan(TableSchema input, TaskParameters parameters) {
            String how = parameters.text("how");
            if (how.equals("unknown column")) {
                return TaskPlan.of(List.of("nope"), input, (context, output) -> batch -> {});
            }
            if (how.equals("no column")) {
                return TaskPlan.of(List.of(), input, (context, output) -> batch -> {});
            }
            TableSchema result = TableSchema.parse("n BIGINT");
            return TaskPlan.of(
                    List.of("id"), result, (context, output) -> batch -> misbehave(how, batch, context, output));
        }

        @SuppressWarnings("NullAway") // a task's author may not use it
        private static void misbehave(String how, TaskBatch batch, TaskContext context, BatchOutput output) {
            switch (how) {
                case "throws" -> throw new IllegalStateException("no luck");
                case "says much" -> throw new IllegalStateException("no luck".repeat(1_000));
                case "writes nothing" -> output.write(null);
                case "column beyond" -> batch.column(7);
                case "data error" -> throw GridmillException.data("row 7 is odd");
                case "overflows the stack" -> misbehave(how, batch, context, output);
                case "missing class" -> throw new NoClassDefFoundError("com/example/Gone");
                case "wrong vector" -> batch.column(0, IntVector.class);
                case "too much memory" -> context.allocator().buffer(1L << 40).close();
                case "too much heap" -> throw new OutOfMemoryError("Java heap space");
                case "two columns" ->
                    write(
                            output,
                            new BigIntVector("n", context.allocator()),
                            new BigIntVector("m", context.allocator()));
                case "wrong name" -> write(output, new BigIntVector("m", context.allocator()));
                case "wrong type" -> write(output, new IntVector("n", context.allocator()));
                case "ragged" -> {
                    try (BigIntVector vector = new BigIntVector("n", context.allocator())) {
                        vector.allocateNew(2);
                        vector.setValueCount(2);
                        output.write(new VectorSchemaRoot(List.of(vector.getField()), List.of(vector), 5));
                    }
                }
                default -> throw new IllegalArgumentException(how);
            }
        }

        private static void write(BatchOutput output, FieldVector... vectors) {
            try (VectorSchemaRoot rows = VectorSchemaRoot.of(vectors)) {
                rows.allocateNew();
                rows.setRowCount(1);
                output.write(rows);
            }
        }
    }

    private Logic compile(Class<? extends Task> task, Map<String, String> parameters, TableSchema schema) {
        return new TaskCompiler(Path.of("nowhere")).compile(TaskSpec.of("t", task.getName()), parameters, schema);
    }

    @Test
    void batchesHoldWhatTheDatasetHoldsWhateverItsEncoding() {
        try (VectorSchemaRoot rows = random(20_000)) {
            Logic logic = compile(Echo.class, Map.of(), ALL_TYPES);
            try (Gathered result = run(logic, rows, ALL_TYPES)) {
                assertThat(result.rows()).isEqualTo(text(rows));
            }
        }
    }

    @Test
    void aCombinerSeesThePartialsOfAllWorkersOnce() {
        try (VectorSchemaRoot rows = random(20_000)) {
            Logic logic = compile(Sum.class, Map.of("column", "id"), ALL_TYPES);
            assertThat(logic.hasFinalStep()).isTrue();
            assertThat(logic.explain(ALL_TYPES, List.of(), number -> null))
                    .contains("reads id")
                    .contains("partials (sum BIGINT)");
            try (Gathered partials = run(logic, rows, ALL_TYPES);
                    Gathered result = new Gathered()) {
                assertThat(partials.rows()).hasSize(2);
                logic.runFinal(partials.batches.iterator(), new TaskContext(budget, CancelToken.NEVER), result);
                assertThat(result.rows())
                        .containsExactly(List.<Object>of(20_000L * 19_999 / 2).toString());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            throws              | task io.gridmill.compute.task.TaskLogicTest$Wrong threw java.lang.IllegalStateException: no luck at io.gridmill.compute.task.TaskLogicTest$Wrong.misbehave(TaskLogicTest.java:
            says much           | luckno luckn… (7033 characters) at io.gridmill.compute.task.TaskLogicTest$Wrong.misbehave(TaskLogicTest.java:
            writes nothing      | a task must write a batch, got null at io.gridmill.compute.task.TaskLogicTest$Wrong.misbehave(TaskLogicTest.java:
            column beyond       | a task must ask for the columns of its plan, 0 to 0, got 7 at io.gridmill.compute.task.TaskLogicTest$Wrong.misbehave(TaskLogicTest.java:
            data error          | row 7 is odd
            overflows the stack | threw java.lang.StackOverflowError at io.gridmill.compute.task.TaskLogicTest$Wrong.misbehave
            missing class       | does not fit the classes that it finds: java.lang.NoClassDefFoundError: com/example/Gone at
            wrong vector        | column 'id' comes as BigIntVector, the task asks for IntVector
            too much memory     | must fit its memory budget (memory.task): Unable to allocate buffer of size 1099511627776
            too much heap       | has used up the heap of its node at
            two columns         | must write (n BIGINT) as its plan says; it wrote 2 columns
            wrong name          | must write (n BIGINT) as its plan says; column 1 was 'm' of Arrow type Int(64, true)
            wrong type          | must write (n BIGINT) as its plan says; column 1 was 'n' of Arrow type Int(32, true)
            ragged              | must write (n BIGINT) as its plan says; column 'n' had 2 values in a batch of 5 rows
            unknown column      | reads column 'nope', the dataset has (id BIGINT
            no column           | a task must read at least one column, its plan names none
            """)
    void whatATaskDoesWrongIsSaid(String how, String message) {
        try (VectorSchemaRoot rows = random(10)) {
            assertThatThrownBy(() -> run(compile(Wrong.class, Map.of("how", how), ALL_TYPES), rows, ALL_TYPES)
                            .close())
                    .isInstanceOf(GridmillException.class)
                    .hasMessageContaining(message);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            colum  | id      | the task needs parameter 'column', which is missing
            column | missing | task io.gridmill.compute.task.TaskLogicTest$Sum reads column 'missing', the dataset has (id BIGINT)
            """)
    void parametersAreChecked(String name, String value, String message) {
        TableSchema schema = TableSchema.parse("id BIGINT");
        assertThatThrownBy(() -> compile(Sum.class, Map.of(name, value), schema))
                .isInstanceOf(GridmillException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> compile(Sum.class, Map.of("column", "id", name + "x", value), schema))
                .isInstanceOf(GridmillException.class)
                .hasMessage("the task knows no parameter '" + name + "x'; it knows column");
    }

    private Gathered run(Logic logic, VectorSchemaRoot rows, TableSchema schema) {
        List<Chunk> chunks = new ArrayList<>();
        Gathered output = new Gathered();
        try {
            int half = rows.getRowCount() / 2;
            for (int from : new int[] {0, half}) {
                try (VectorSchemaRoot part = rows.slice(from, from == 0 ? half : rows.getRowCount() - half)) {
                    chunks.addAll(InMemoryChunks.of(part, schema, root));
                }
            }
            TaskContext context = new TaskContext(budget, CancelToken.NEVER);
            try (Logic.ShareRun run =
                    logic.startShare(context, chunks.stream().map(Chunk::header).toList(), output)) {
                Logic.Lane first = run.openLane();
                Logic.Lane second = run.openLane();
                for (int i = 0; i < chunks.size(); i++) {
                    (i % 2 == 0 ? first : second).accept(chunks.get(i));
                }
                run.finish();
            }
        } catch (RuntimeException e) {
            output.close();
            throw e;
        } finally {
            chunks.forEach(Chunk::close);
        }
        return output;
    }

    /** Copies of what was written. */
    private final class Gathered implements BatchOutput, AutoCloseable {
        private final List<VectorSchemaRoot> batches = new ArrayList<>();

        @Override
        public void write(VectorSchemaRoot batch) {
            List<FieldVector> copies = new ArrayList<>();
            for (FieldVector vector : batch.getFieldVectors()) {
                var transfer = vector.getTransferPair(root);
                transfer.splitAndTransfer(0, vector.getValueCount());
                FieldVector copy = (FieldVector) transfer.getTo();
                FieldVector own = copy.getField().createVector(root);
                own.allocateNew();
                for (int row = 0; row < copy.getValueCount(); row++) {
                    own.copyFromSafe(row, row, copy);
                }
                own.setValueCount(copy.getValueCount());
                copy.close();
                copies.add(own);
            }
            batches.add(new VectorSchemaRoot(copies));
        }

        List<String> rows() {
            return batches.stream().flatMap(batch -> text(batch).stream()).toList();
        }

        @Override
        public void close() {
            batches.forEach(VectorSchemaRoot::close);
        }
    }

    private static List<String> text(VectorSchemaRoot rows) {
        List<String> text = new ArrayList<>();
        for (int row = 0; row < rows.getRowCount(); row++) {
            List<Object> values = new ArrayList<>();
            for (FieldVector vector : rows.getFieldVectors()) {
                values.add(String.valueOf(vector.getObject(row)));
            }
            text.add(values.toString());
        }
        return text;
    }

    /** Rows of every type with NULLs, narrow and wide integers, few and many strings, extremes. */
    private VectorSchemaRoot random(int count) {
        Random random = new Random(7);
        VectorSchemaRoot rows = VectorSchemaRoot.create(ALL_TYPES.toArrow(), root);
        rows.allocateNew();
        for (int row = 0; row < count; row++) {
            for (FieldVector vector : rows.getFieldVectors()) {
                if (vector.getName().equals("none") || (!vector.getName().equals("id") && random.nextInt(9) == 0)) {
                    vector.setNull(row);
                } else {
                    set(vector, row, random);
                }
            }
        }
        rows.setRowCount(count);
        return rows;
    }

    private static void set(FieldVector vector, int row, Random random) {
        switch (vector.getName()) {
            case "id" -> ((BigIntVector) vector).setSafe(row, row);
            case "b" -> ((BitVector) vector).setSafe(row, random.nextInt(2));
            case "t" -> ((TinyIntVector) vector).setSafe(row, (byte) random.nextInt());
            case "s" -> ((SmallIntVector) vector).setSafe(row, 100 + random.nextInt(100));
            case "i" -> ((IntVector) vector).setSafe(row, random.nextBoolean() ? Integer.MIN_VALUE : Integer.MAX_VALUE);
            case "d" ->
                ((DecimalVector) vector).setSafe(row, BigDecimal.valueOf(random.nextInt(1_000_000) - 500_000, 2));
            case "w" -> ((DecimalVector) vector).setSafe(row, new BigDecimal(new BigInteger(120, random), 4));
            case "f" -> ((Float4Vector) vector).setSafe(row, random.nextFloat());
            case "g" -> ((Float8Vector) vector).setSafe(row, random.nextGaussian());
            case "v" ->
                ((VarCharVector) vector)
                        .setSafe(row, new Text("x".repeat(random.nextInt(20)) + random.nextLong() + "é€"));
            case "c" ->
                ((VarCharVector) vector).setSafe(row, ("code " + random.nextInt(3)).getBytes(StandardCharsets.UTF_8));
            case "y" -> ((DateDayVector) vector).setSafe(row, random.nextInt(20_000));
            case "z" -> ((TimeStampMicroVector) vector).setSafe(row, random.nextLong() / 1000);
            default -> ((IntVector) vector).setSafe(row, 7);
        }
    }
}
