package io.gridmill.compute.task;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one jar. They see their own jar before the node's libraries, and the interfaces of tasks and of Arrow from the node
 * alone. Holds the jar in memory, so that what was checked is what is loaded, and nothing is left open: when nobody refers to the
 * loader or its classes any more, it goes like any other object.
 */
final class TaskJar extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final long MOST_BYTES = 256L << 20;
    private static final List<String> FROM_THE_NODE =
            List.of("java.", "javax.", "jdk.", "io.gridmill.core.", "org.apache.arrow.", "org.slf4j.");

    private final String file;
    private final Map<String, byte[]> entries;

    private TaskJar(String file, Map<String, byte[]> entries, ClassLoader parent) {
        super("task jar " + file, parent);
        this.file = file;
        this.entries = entries;
    }

    /**
     * Reads a jar.
     *
     * @param sha256 what its digest must be, in lower case
     * @throws GridmillException USER when it is not there, is another one or no jar
     */
    static TaskJar read(Path jar, String sha256, ClassLoader parent) {
        byte[] bytes;
        try {
            if (!Files.isRegularFile(jar)) {
                throw GridmillException.user(
                        "the task's jar must be in the folder tasks.dir of every node; there is no " + jar.getFileName()
                                + " in " + jar.getParent());
            }
            if (Files.size(jar) > MOST_BYTES) {
                throw GridmillException.user("a task's jar may have " + (MOST_BYTES >> 20) + " MiB, " + jar + " has "
                        + (Files.size(jar) >> 20));
            }
            bytes = Files.readAllBytes(jar);
        } catch (IOException e) {
            throw new GridmillException(ErrorCode.RESOURCE, "the task's jar cannot be read: " + jar + ": " + e, e);
        }
        String digest = sha256(bytes);
        if (!digest.equals(sha256)) {
            throw GridmillException.user(
                    "the task's jar must have the sha256 " + sha256 + " that the job names, " + jar + " has " + digest);
        }
        try {
            return new TaskJar(String.valueOf(jar.getFileName()), entries(bytes), parent);
        } catch (IOException e) {
            throw new GridmillException(
                    ErrorCode.USER, "the task's jar must be a jar file, " + jar + " is not: " + e.getMessage(), e);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, byte[]> entries(byte[] jar) throws IOException {
        Map<String, byte[]> entries = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    entries.put(entry.getName(), zip.readAllBytes());
                }
            }
        }
        if (entries.isEmpty()) {
            throw new IOException("it has no entries");
        }
        return entries;
    }

    String file() {
        return file;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (FROM_THE_NODE.stream().anyMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                loaded = entries.containsKey(path(name)) ? findClass(name) : super.loadClass(name, false);
            }
            if (resolve) {
                resolveClass(loaded);
            }
            return loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = entries.get(path(name));
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        byte[] guarded;
        try {
            guarded = ExitGuard.guarded(bytes);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ClassFormatError(name + " in " + file + ": " + e.getMessage());
        }
        return defineClass(name, guarded, 0, guarded.length);
    }

    private static String path(String className) {
        return className.replace('.', '/') + ".class";
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own != null ? own : super.getResource(name);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        byte[] bytes = entries.get(name);
        if (bytes == null) {
            return null;
        }
        try {
            return new URL("task-jar", null, -1, file + "!/" + name, new InMemory(bytes));
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL own = findResource(name);
        return own == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(own));
    }

    private static final class InMemory extends URLStreamHandler {
        private final byte[] bytes;

        InMemory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {}

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(bytes);
                }
            };
        }
    }
}
