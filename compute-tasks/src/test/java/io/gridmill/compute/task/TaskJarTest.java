package io.gridmill.compute.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.job.TaskSpec;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.core.task.Logic;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskJarTest {
    private static final TableSchema SCHEMA = TableSchema.parse("id BIGINT, amount DECIMAL(18, 2)");
    private static final String ZEROS = "0".repeat(64);

    @TempDir
    Path folder;

    private static String task(String name, String body) {
        return """
                import io.gridmill.core.schema.TableSchema;
                import io.gridmill.core.task.*;
                import java.util.List;

                public class %s implements Task {
                    @Override
                    public TaskPlan plan(TableSchema input, TaskParameters parameters) {
                        %s
                    }
                }
                """.formatted(name, body);
    }

    private static final String PLAN =
            "return TaskPlan.of(List.of(\"id\"), TableSchema.parse(\"id BIGINT\"), (c, o) -> batch -> {});";

    private Logic compile(String jar, String name, String sha256) {
        return new TaskCompiler(folder).compile(new TaskSpec("t", name, jar, sha256), Map.of(), SCHEMA);
    }

    @Test
    void aTaskIsFoundInItsJarByClassAndDigest() throws Exception {
        String sha256 = JarMaker.make(folder.resolve("a.jar"), Map.of("Good", task("Good", PLAN)));

        Logic logic = compile("a.jar", "Good", sha256);

        assertThat(logic.resultSchema()).isEqualTo(TableSchema.parse("id BIGINT"));
        assertThat(logic.inputColumns()).containsExactly(0);
    }

    @Test
    void jobsOverOneJarShareItsClassesAndTheyGoWithTheLastOfThem() throws Exception {
        String sha256 = JarMaker.make(folder.resolve("a.jar"), Map.of("Good", task("Good", PLAN)));
        TaskCompiler compiler = new TaskCompiler(folder);
        TaskSpec spec = new TaskSpec("t", "Good", "a.jar", sha256);
        Logic first = compiler.compile(spec, Map.of(), SCHEMA);
        Logic second = compiler.compile(spec, Map.of(), SCHEMA);
        assertThat(loader(first)).isSameAs(loader(second));

        WeakReference<ClassLoader> loader = new WeakReference<>(loader(first));
        first = null;
        second = null;

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return loader.get() == null;
        });
        assertThat(compiler.compile(spec, Map.of(), SCHEMA).inputColumns()).containsExactly(0);
    }

    /** The class loader of the task's lambda. */
    private static ClassLoader loader(Logic logic) {
        return ((TaskLogic) logic).workersClass().getClassLoader();
    }

    @Test
    void aTaskSeesItsOwnJarBeforeTheNodesLibrariesButNotItsOwnApi() throws Exception {
        String sha256 = JarMaker.make(
                folder.resolve("a.jar"),
                Map.of(
                        "org.objectweb.asm.Opcodes",
                        "package org.objectweb.asm; public interface Opcodes { String MINE = new String(\"mine\"); }",
                        "Uses",
                        task(
                                "Uses",
                                "return TaskPlan.of(List.of(\"id\"), TableSchema.parse(org.objectweb.asm.Opcodes.MINE + \" BIGINT\"), (c, o) -> batch -> {});")));

        assertThat(compile("a.jar", "Uses", sha256).resultSchema()).isEqualTo(TableSchema.parse("mine BIGINT"));
    }

    @ParameterizedTest
    @CsvSource({"System.exit(3)", "Runtime.getRuntime().exit(3)", "Runtime.getRuntime().halt(3)"})
    void aTaskCannotEndTheProcess(String call) throws Exception {
        String sha256 = JarMaker.make(
                folder.resolve("a.jar"),
                Map.of("Exits", task("Exits", "if (input.size() > 0) { " + call + "; } " + PLAN)));

        assertThatThrownBy(() -> compile("a.jar", "Exits", sha256))
                .isInstanceOf(GridmillException.class)
                .hasMessage("a task must not end the process of its node, it called exit(3)");
    }

    @Test
    void whatIsWrongWithAJarIsSaid() throws Exception {
        String sha256 = JarMaker.make(
                folder.resolve("a.jar"),
                Map.of(
                        "Good", task("Good", PLAN),
                        "NoTask", "public class NoTask {}",
                        "Hidden", task("Hidden", PLAN).replace("public class", "class"),
                        "Vague", task("Vague", PLAN).replace("public class", "public abstract class"),
                        "Picky", task("Picky", PLAN).replace("@Override", "public Picky(int i) {}\n@Override"),
                        "Nothing", task("Nothing", "return null;"),
                        "Throws", task("Throws", "throw new IllegalStateException(\"no luck\");")));
        Files.writeString(folder.resolve("text.jar"), "no jar");

        refused("b.jar", "Good", sha256, "there is no b.jar in " + folder);
        refused("a.jar", "Good", ZEROS, "must have the sha256 " + ZEROS + " that the job names, ");
        refused("a.jar", "Missing", sha256, "unknown task 'Missing': there is no such class in a.jar");
        refused("a.jar", "NoTask", sha256, "class NoTask must implement io.gridmill.core.task.Task");
        refused("a.jar", "Hidden", sha256, "class Hidden must be public");
        refused("a.jar", "Vague", sha256, "class Vague must not be abstract");
        refused("a.jar", "Picky", sha256, "class Picky must have a public constructor without arguments");
        refused("a.jar", "Nothing", sha256, "task Nothing must have a plan, it returned null");
        refused(
                "a.jar",
                "Throws",
                sha256,
                "task Throws threw java.lang.IllegalStateException: no luck at Throws.plan(Throws.java:8)");
        refused(
                "text.jar",
                "Good",
                TaskJar.sha256(Files.readAllBytes(folder.resolve("text.jar"))),
                "the task's jar must be a jar file");
    }

    private void refused(String jar, String name, String sha256, String message) {
        assertThatThrownBy(() -> compile(jar, name, sha256))
                .isInstanceOf(GridmillException.class)
                .hasMessageContaining(message);
    }
}
