package io.gridmill.sinks.server;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL server of the test's own, in a temporary folder and on a free port, from what is installed here: Debian's package {@code
 * postgresql}, or {@code postgres} on the path. It is reached by {@link #USER}, who is no superuser.
 */
public final class PostgresServer implements AutoCloseable {
    public static final String USER = "app";
    public static final String PASSWORD = "s3cret-word";
    private static final String OWNER = "postgres";

    private final Path programs;
    private final Path folder;
    private final int port;
    private Process process;

    private PostgresServer(Path programs) throws IOException {
        this.programs = programs;
        this.folder = Files.createTempDirectory("gridmill-postgres");
        this.port = freePort();
        Path password = Files.writeString(folder.resolve("password"), PASSWORD);
        if (isRoot()) {
            run(List.of("chown", "-R", OWNER, folder.toString()));
        }
        run(asOwner(
                "initdb",
                "-D",
                data(),
                "-U",
                OWNER,
                "-A",
                "scram-sha-256",
                "--pwfile=" + password,
                "-E",
                "UTF8",
                "--locale=C",
                "-N"));
        this.process = startProcess();
        String role = "CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'";
        awaitReady();
        execute(OWNER, role, "GRANT CREATE ON DATABASE postgres TO " + USER);
    }

    /** Starts a server, or skips the test, saying why. */
    public static PostgresServer start() {
        Path programs = programs();
        if (programs == null) {
            String reason = "no PostgreSQL server is installed here (Debian: apt-get install postgresql)";
            System.out.println("skipped: " + reason);
            Assumptions.abort(reason);
            throw new IllegalStateException(reason);
        }
        try {
            return new PostgresServer(programs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Path programs() {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> versions =
                Files.newDirectoryStream(Path.of("/usr/lib/postgresql"), entry -> Files.isDirectory(entry))) {
            versions.forEach(version -> folders.add(version.resolve("bin")));
        } catch (IOException e) {
            folders.clear(); // no Debian
        }
        folders.sort(Comparator.reverseOrder());
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .forEach(folders::add);
        return folders.stream()
                .filter(entry ->
                        Files.isExecutable(entry.resolve("postgres")) && Files.isExecutable(entry.resolve("initdb")))
                .findFirst()
                .orElse(null);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** PostgreSQL does not start as root. */
    private List<String> asOwner(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + OWNER, "--regid=" + OWNER, "--clear-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private Process startProcess() throws IOException {
        return new ProcessBuilder(asOwner(
                        "postgres",
                        "-D",
                        data(),
                        "-p",
                        String.valueOf(port),
                        "-k",
                        folder.toString(),
                        "-c",
                        "fsync=off"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private Path log() {
        return Path.of(folder + ".log");
    }

    private void run(List<String> command) throws IOException {
        Process run = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        if (run.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + Files.readString(log()));
        }
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public String url(String schema) {
        return url() + "?currentSchema=" + schema.toLowerCase(Locale.ROOT);
    }

    public Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, USER, PASSWORD);
    }

    /** A schema that nobody has used. */
    public void makeSchema(String schema) {
        execute(USER, "CREATE SCHEMA " + schema);
    }

    public void execute(String user, String... statements) {
        try (Connection connection = DriverManager.getConnection(url(), user, PASSWORD);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(Arrays.toString(statements), e);
        }
    }

    /** As a power cut, or a careless administrator: nothing of the server lives on. */
    public void kill() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        process.destroyForcibly().onExit().join();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(handle -> handle.onExit().join());
    }

    public void restart() {
        try {
            process = startProcess();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    /** Sends a signal to every process of the server: STOP makes it hang, CONT go on. */
    public void signal(String name) {
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).forEach(handle -> {
            try {
                run(List.of("kill", "-" + name, String.valueOf(handle.pid())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void awaitReady() {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> {
                    DriverManager.getConnection(url(), OWNER, PASSWORD).close();
                    return true;
                });
    }

    @Override
    public void close() throws IOException {
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Files.delete(log());
    }
}
