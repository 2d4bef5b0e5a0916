package io.gridmill.tests.docs;

import io.gridmill.tests.cluster.Folders;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Java of a page, which is compiled and not run: whole classes, or statements that could stand in a method. */
final class JavaBlock {
    private static final Pattern TYPE =
            Pattern.compile("(?m)^(?:public )?(?:final |abstract |sealed )*(?:class|record|interface|enum) (\\w+)");
    private static final String IMPORTS = """
            import io.gridmill.client.*;
            import io.gridmill.core.job.*;
            import java.time.*;
            import java.util.*;
            """;

    private JavaBlock() {}

    /** What the compiler complains of; empty when it does not. */
    static String complaints(String text) throws IOException {
        Matcher type = TYPE.matcher(text);
        boolean whole = type.find();
        String name = whole ? type.group(1) : "Statements";
        String source = whole
                ? text
                : IMPORTS + "class Statements {\n void statements() throws Exception {\n" + text + "}\n}\n";
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path classes = Files.createTempDirectory("gridmill-docs-classes-");
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-proc:none", "-implicit:none", "-d", classes.toString());
            compiler.getTask(said, files, null, options, null, List.of(source(name, source)))
                    .call();
            return said.toString();
        } finally {
            Folders.delete(classes);
        }
    }

    private static JavaFileObject source(String name, String text) {
        URI uri = URI.create("string:///" + name + ".java");
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreErrors) {
                return text;
            }
        };
    }
}
