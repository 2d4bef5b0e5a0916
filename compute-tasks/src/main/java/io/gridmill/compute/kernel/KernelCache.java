package io.gridmill.compute.kernel;

import io.gridmill.core.error.GridmillException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.commons.compiler.InternalCompilerException;
import org.codehaus.janino.SimpleCompiler;

/** Kernel classes by their source, the least recently used dropped; two threads never compile the same source at once. Thread-safe. */
final class KernelCache {
    private static final int MOST_CLASSES = 512;

    private static final Map<String, CompletableFuture<Class<? extends Kernel>>> CLASSES =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<String, CompletableFuture<Class<? extends Kernel>>> eldest) {
                    return size() > MOST_CLASSES;
                }
            };

    private KernelCache() {}

    static Class<? extends Kernel> classOf(String source) {
        CompletableFuture<Class<? extends Kernel>> mine = new CompletableFuture<>();
        CompletableFuture<Class<? extends Kernel>> known;
        synchronized (CLASSES) {
            known = CLASSES.putIfAbsent(source, mine);
        }
        if (known != null) {
            return known.join();
        }
        try {
            mine.complete(compile(source));
        } catch (RuntimeException | Error e) {
            synchronized (CLASSES) {
                CLASSES.remove(source);
            }
            mine.completeExceptionally(e);
            throw e;
        }
        return mine.join();
    }

    private static Class<? extends Kernel> compile(String source) {
        try {
            SimpleCompiler compiler = new SimpleCompiler();
            compiler.setParentClassLoader(Kernel.class.getClassLoader());
            compiler.cook(source);
            return compiler.getClassLoader().loadClass(KernelSource.CLASS_NAME).asSubclass(Kernel.class);
        } catch (InternalCompilerException | CompileException | ClassNotFoundException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (String.valueOf(cause.getMessage()).contains("grows beyond 64 KB")) {
                    throw GridmillException.user(
                            "an expression must fit one method of 64 KB once compiled, and one of this query does not; make it smaller");
                }
            }
            throw new IllegalStateException("generated source must compile: " + e.getMessage() + "\n" + source, e);
        }
    }
}
