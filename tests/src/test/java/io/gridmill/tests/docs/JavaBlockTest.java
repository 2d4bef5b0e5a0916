package io.gridmill.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class JavaBlockTest {
    @Test
    void statements_and_whole_classes_are_compiled() throws IOException {
        assertThat(JavaBlock.complaints("JobSpec spec = JobSpec.sql(\"SELECT 1 FROM t\").result(\"r\");\n"))
                .isEmpty();
        assertThat(JavaBlock.complaints("import java.util.List;\n\npublic final class A { List<String> names; }\n"))
                .isEmpty();
        assertThat(JavaBlock.complaints("JobSpec spec = 5;\n")).contains("incompatible types");
        assertThat(JavaBlock.complaints("record A(int x) { int y() { return z; } }\n"))
                .contains("cannot find symbol");
    }
}
