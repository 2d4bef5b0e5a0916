package io.gridmill.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** Every command and query of the pages runs, and shows what the page says; {@code -Dgridmill.docs=sql.md} runs one page. */
class DocsIT {
    private @Nullable Stage stage;

    @TestFactory
    Stream<DynamicContainer> pages() throws IOException {
        Path root = Path.of(System.getProperty("gridmill.home", ".."));
        String wanted = System.getProperty("gridmill.docs", "");
        List<Path> files = Pages.of(root).stream()
                .filter(file -> file.toString().endsWith(wanted))
                .toList();
        List<DynamicContainer> pages = new ArrayList<>();
        for (Path file : files) {
            pages.add(container(root, Page.read(file)));
        }
        return pages.stream();
    }

    private DynamicContainer container(Path root, Page page) {
        String name = root.relativize(page.file()).normalize().toString();
        URI uri = page.file().toAbsolutePath().normalize().toUri();
        List<DynamicTest> tests = new ArrayList<>();
        if (page.hasSomethingToRun()) {
            tests.add(DynamicTest.dynamicTest(name + " has its grid", uri, () -> stage = new Stage(page)));
        }
        Block previous = null;
        for (Block block : page.blocks()) {
            Executable play = play(name, block, previous);
            tests.add(DynamicTest.dynamicTest(name + ":" + block.line() + " " + block.language(), uri, play));
            previous = block;
        }
        if (page.hasSomethingToRun()) {
            tests.add(DynamicTest.dynamicTest(name + " ends its grid", uri, () -> stage().close()));
        }
        return DynamicContainer.dynamicContainer(name, uri, tests.stream());
    }

    private Executable play(String page, Block block, @Nullable Block previous) {
        if (block.notRun() != null) {
            return () -> System.out.println("not run: " + page + ":" + block.line() + ", " + block.notRun());
        }
        return switch (block.language()) {
            case "sh", Block.BEFORE -> () -> script(block.text());
            case "java" -> () -> assertThat(JavaBlock.complaints(block.text())).isEmpty();
            case "console" -> () -> transcript(block.text());
            case "sql" -> () -> queries(block.text());
            case "text" ->
                previous != null && previous.language().equals("sql") && isAnswer(block, previous)
                        ? () -> answer(previous.text(), block.text())
                        : () -> {};
            default -> () -> other(block);
        };
    }

    /** Whether a text stands right below a query. */
    private static boolean isAnswer(Block text, Block query) {
        return text.line() - query.line() <= query.text().lines().count() + 3;
    }

    private void script(String text) throws IOException {
        Shell.Seen seen = stage().run(text, true);
        assertThat(seen.status()).as("exit status; seen:%n%s", seen.text()).isZero();
    }

    private void transcript(String text) throws IOException {
        for (Transcript.Exchange exchange : Transcript.exchanges(text)) {
            Shell.Seen seen = stage().run(exchange.command(), false);
            if (!Transcript.matches(exchange.seen(), seen.lines())) {
                // Equal but for the ellipses, so this fails, and shows both.
                assertThat(String.join("\n", seen.lines()))
                        .as("what follows $ %s", exchange.command())
                        .isEqualTo(String.join("\n", exchange.seen()));
            }
        }
    }

    private void queries(String text) throws IOException {
        for (String query : text.split(";\\s*(\\n|$)")) {
            if (!query.isBlank()) {
                script("gridmill sql " + quoted(query));
            }
        }
    }

    private void answer(String query, String rows) throws IOException {
        Shell.Seen seen = stage().run("gridmill sql " + quoted(query), false);
        if (!Transcript.matches(rows.lines().toList(), seen.lines())) {
            assertThat(String.join("\n", seen.lines()))
                    .as("what %s answers", query)
                    .isEqualTo(rows.stripTrailing());
        }
    }

    private void other(Block block) throws IOException {
        String file = block.fileName();
        if (file != null) {
            stage().write(file, block.fileText());
        }
        assertThat(block.hasCommands())
                .as(
                        "a block with commands must be sh or console, or say why it is not run; this one is '%s'",
                        block.language())
                .isFalse();
    }

    private Stage stage() {
        return Objects.requireNonNull(stage, "the page's grid did not start");
    }

    private static String quoted(String text) {
        return "'" + text.strip().replace("'", "'\\''") + "'";
    }
}
