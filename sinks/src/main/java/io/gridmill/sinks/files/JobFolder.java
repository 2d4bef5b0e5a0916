package io.gridmill.sinks.files;

import io.gridmill.core.error.GridmillException;
import io.gridmill.core.sink.AttemptId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Names of everything that a job has in a folder. Job ids hold no {@code -}, so a name tells its job and no job's names begin another's.
 *
 * <pre>
 * part-JOB-SHARE-HASH.EXT         published; the hash is of the attempt's token, so attempts never share a name
 * _gridmill/JOB.json              the outcome
 * _gridmill/JOB-RANDOM.tmp        an outcome being written
 * _gridmill/-lock                 {@link FolderLock}
 * _staging/JOB/                   there while the job is open
 * _staging/JOB/open.json          type and options of the sink, so that two sinks of a job cannot take one folder
 * _staging/JOB/TOKEN.RANDOM.EXT   a staged file
 * _staging/JOB/TOKEN.seal.json    its {@link Seal}
 * </pre>
 *
 * Readers such as DuckDB, Spark and Hive pass over names that begin with {@code _} or {@code .}, and so does this class.
 */
record JobFolder(Path root, String jobId, String extension) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]+");
    private static final int LONGEST_TOKEN = 150;

    /** Where an error happened, for the end of its message. */
    String place() {
        return " [path=" + root + ", job=" + jobId + "]";
    }

    Path control() {
        return root.resolve("_gridmill");
    }

    Path lock() {
        return control().resolve("-lock");
    }

    Path outcome() {
        return control().resolve(jobId + ".json");
    }

    Path allStaging() {
        return root.resolve("_staging");
    }

    Path staging() {
        return allStaging().resolve(jobId);
    }

    Path opened() {
        return staging().resolve("open.json");
    }

    String finalName(AttemptId attempt) {
        return "part-" + jobId + "-" + attempt.share() + "-"
                + hash(attempt.token()).substring(0, 8) + "." + extension;
    }

    boolean isOwnFinal(String name) {
        return name.startsWith("part-" + jobId + "-");
    }

    /** Names in the folder that a reader sees. */
    List<String> visible() throws IOException {
        return Durable.names(root).stream()
                .filter(name -> !name.startsWith("_") && !name.startsWith("."))
                .toList();
    }

    /** Whether a name was given by a job that is not decided yet. */
    boolean isOfOpenJob(String name) {
        if (!name.startsWith("part-")) {
            return false;
        }
        int end = name.indexOf('-', "part-".length());
        if (end < 0) {
            return false;
        }
        JobFolder other = new JobFolder(root, name.substring("part-".length(), end), extension);
        return !Files.exists(other.outcome()) && Files.isDirectory(other.staging());
    }

    /** The token as the beginning of a file name. */
    static String stagedName(AttemptId attempt) {
        String token = attempt.token();
        if (!PLAIN.matcher(token).matches()) {
            throw GridmillException.internal(
                    "an attempt's token must be letters, digits, '.', '_' and '-', got '" + token + "'");
        }
        return token.length() <= LONGEST_TOKEN
                ? token
                : token.substring(0, LONGEST_TOKEN - 20) + "-" + hash(token).substring(0, 16);
    }

    private static String hash(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
