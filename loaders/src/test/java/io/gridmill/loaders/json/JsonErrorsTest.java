package io.gridmill.loaders.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad lines: what is said of them, with line and column. */
class JsonErrorsTest {
    @TempDir
    Path folder;

    @Test
    void linesThatAreNoJsonAreToldByLineAndColumnAndTheOthersStay() throws IOException {
        JsonFiles file = JsonFiles.of(folder, """
                {"a": 1}
                {"a": 2,}
                {"a": 3
                {"a" 4}

                [5]
                {"a": 6} {"a": 7}
                "a"
                {"a": tru}
                {"a": 10}
                """);

        assertThat(file.rejects("a BIGINT")).hasSize(7);
        assertThat(file.rejects("a BIGINT").get(0))
                .isEqualTo("line 2: '{\"a\": 2,}' is not JSON: unexpected '}' at column 9");
        assertThat(file.rejects("a BIGINT").get(1))
                .isEqualTo("line 3: '{\"a\": 3' is not JSON: it ends too early at column 8");
        assertThat(file.rejects("a BIGINT").get(2))
                .isEqualTo("line 4: '{\"a\" 4}' is not JSON: unexpected '4' at column 6");
        assertThat(file.rejects("a BIGINT").get(3))
                .isEqualTo("line 6: '[5]' must be one JSON object, starts with an array");
        assertThat(file.rejects("a BIGINT").get(4))
                .isEqualTo("line 7: '{\"a\": 6} {\"a\": 7}' must be one JSON object, has more behind it at column 10");
        assertThat(file.rejects("a BIGINT").get(5)).contains("starts with a string");
        assertThat(file.rejects("a BIGINT").get(6))
                .isEqualTo("line 9: '{\"a\": tru}' is not JSON: unexpected 'tru' at column 7");
    }

    @Test
    void whatIsWrongInAStringOrANumberIsSaidWithoutTheParsersWords() throws IOException {
        JsonFiles file = JsonFiles.of(folder, """
                {"a": "x\\qy"}
                {"a": "x\ty"}
                {"a": 01}
                {"a": 1.}
                """ + "{\"b\": " + "[".repeat(2000) + "\n");

        assertThat(file.rejects("a VARCHAR").stream().map(text -> text.replaceFirst(".*is not JSON: ", "")))
                .containsExactly(
                        "unknown escape '\\q' at column 10",
                        "a control character in a string must be written with a backslash at column 9",
                        "a number is not written as JSON has it at column 8",
                        "unexpected '}' at column 9",
                        "Document nesting depth (1001) exceeds the maximum allowed (1000)");
    }

    @Test
    void aValueOfAnotherTypeIsToldByLineColumnAndRule() throws IOException {
        JsonFiles file = JsonFiles.of(folder, """
                {"a": "x"}
                {"a": 1.5}
                {"a": true}
                {"a": 300}
                {"a": [1]}
                {"a": {"b": 1}}
                {"a": 3}
                """);

        assertThat(file.rejects("a TINYINT"))
                .isEqualTo(List.of(
                        "line 1, column a: 'x' is not a TINYINT",
                        "line 2, column a: '1.5' is not a TINYINT",
                        "line 3, column a: 'true' is not a TINYINT",
                        "line 4, column a: '300' is out of range of TINYINT (-128 to 127)",
                        "line 5, column a: '[' is an array, and nested values are not read",
                        "line 6, column a: '{' is an object, and nested values are not read"));
    }

    @Test
    void anUnknownKeyAfterInferenceIsAnErrorThatNamesKeyAndLine() throws IOException {
        JsonFiles file =
                JsonFiles.of(folder, "{\"a\": 1}\n".repeat(10_000) + "{\"a\": 2, \"extra\": 3}\n{\"a\": \"x\"}\n");

        assertThat(file.rejects(null))
                .isEqualTo(List.of(
                        "line 10001: '{\"a\": 2, \"extra\": 3}' has the key 'extra', which none of the first 10000 records has; name the"
                                + " columns to read (--columns)",
                        "line 10002, column a: 'x' is not a BIGINT; the type was inferred from the first 10000 records, give the types"
                                + " (--columns) when they differ"));
        fails(() -> file.rows(null), ErrorCode.DATA, "line 10001", "'extra'");
    }

    @Test
    void aKeyThatIsThereTwiceIsRejected() throws IOException {
        JsonFiles file = JsonFiles.of(folder, "{\"a\": 1, \"a\": 2}\n{\"a\": 3}\n");

        assertThat(file.rejects("a BIGINT")).isEqualTo(List.of("line 1: '{\"a\": 1, \"a\": 2}' has the key 'a' twice"));
    }

    @Test
    void bytesThatAreNoUtf8AreRejected() throws IOException {
        byte[] text = "{\"a\": \"x?\"}\n{\"a\": \"\\udc00\"}\n{\"a\": \"ok\"}\n".getBytes(StandardCharsets.US_ASCII);
        text[8] = (byte) 0xff;
        JsonFiles file = JsonFiles.of(folder, text);

        assertThat(file.rejects("a VARCHAR")).hasSize(2);
        assertThat(file.rejects("a VARCHAR").get(0)).startsWith("line 1").contains("UTF-8");
        assertThat(file.rejects("a VARCHAR").get(1)).startsWith("line 2").contains("UTF-8");
    }

    @Test
    void nestedValuesAreRefusedByNameWhenColumnsAreInferred() throws IOException {
        JsonFiles file = JsonFiles.of(folder, "{\"a\": 1}\n{\"a\": 1, \"tags\": [1]}\n");

        fails(() -> file.open(null), ErrorCode.USER, "key 'tags'", "line 2", "an array", "--columns");
    }

    @Test
    void columnsCannotBeInferredFromNothing() throws IOException {
        fails(() -> JsonFiles.of(folder, "\n\n").open(null), ErrorCode.USER, "no records", "--columns");
        fails(
                () -> JsonFiles.of(folder, "id,name\n1,x\n").open(null),
                ErrorCode.USER,
                "line 1 is not JSON",
                "--columns");
        fails(() -> JsonFiles.of(folder, "{}\n").open(null), ErrorCode.USER, "--columns");
        fails(() -> JsonFiles.of(folder, "{\"a\": 1, \"A\": 2}\n").open(null), ErrorCode.USER, "names must differ");
    }

    private interface Call {
        void run() throws IOException;
    }

    private static void fails(Call call, ErrorCode code, String... words) {
        assertThatThrownBy(call::run)
                .isInstanceOf(GridmillException.class)
                .hasMessageContainingAll(words)
                .extracting(e -> ((GridmillException) e).code())
                .isEqualTo(code);
    }
}
