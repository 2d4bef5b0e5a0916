package io.gridmill.tests.docs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** One bash for all blocks of a page, so that variables, folders and background processes last. For one thread. */
final class Shell implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path scratch;
    private final Process bash;
    private final Writer in;
    private final BufferedReader out;
    private int commands;

    /** What was seen. */
    record Seen(int status, String text) {
        private static final Pattern BAR = Pattern.compile("\\r[^\\n]*\\u001b\\[K");
        private static final Pattern JOB = Pattern.compile("/script-\\d+: line \\d+: +\\d+ (Killed|Terminated)");

        /** As lines on a terminal, where a progress bar has been wiped away, without what bash says of killed nodes. */
        List<String> lines() {
            return BAR.matcher(text)
                    .replaceAll("")
                    .lines()
                    .filter(line -> !JOB.matcher(line).find())
                    .toList();
        }
    }

    Shell(Path folder, Path scratch, Map<String, String> environment) throws IOException {
        this.scratch = scratch;
        ProcessBuilder builder = new ProcessBuilder("bash", "--noprofile", "--norc").directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GRIDMILL_"));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        this.bash = builder.start();
        this.in = bash.outputWriter(StandardCharsets.UTF_8);
        this.out = new BufferedReader(new InputStreamReader(bash.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Runs commands; the first that fails ends them when {@code strict}. */
    Seen run(String text, boolean strict) throws IOException {
        int number = ++commands;
        Path script = Files.writeString(scratch.resolve("script-" + number), text);
        Path seen = scratch.resolve("seen-" + number);
        // A subshell for strictness would lose its variables, so the trap returns from the sourced file instead.
        String trap = strict ? "set -E; trap 'return' ERR; " : "";
        in.write("export DOCS_OUT='" + seen + "'; " + trap + "source '" + script + "' > '" + seen
                + "' 2>&1 < /dev/null; echo \"docs-status $?\"; trap - ERR\n");
        in.flush();
        int status = await(number);
        return new Seen(status, Files.readString(seen));
    }

    private int await(int number) throws IOException {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> {
            try {
                String next = out.readLine();
                while (next != null && !next.startsWith("docs-status ")) {
                    next = out.readLine(); // what bash says of its jobs
                }
                return String.valueOf(next);
            } catch (IOException e) {
                return e.toString();
            }
        });
        try {
            String status = line.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return Integer.parseInt(status.replace("docs-status ", ""));
        } catch (TimeoutException e) {
            bash.descendants().forEach(ProcessHandle::destroyForcibly);
            throw new IOException(
                    "a block must end within " + PATIENCE + ", this one did not: "
                            + Files.readString(scratch.resolve("script-" + number)),
                    e);
        } catch (ExecutionException | NumberFormatException e) {
            throw new IOException("the page's bash has ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        bash.descendants().forEach(ProcessHandle::destroyForcibly);
        bash.destroyForcibly();
        in.close();
        out.close();
    }
}
