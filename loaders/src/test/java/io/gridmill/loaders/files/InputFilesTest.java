package io.gridmill.loaders.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void files() throws IOException {
        Files.createDirectories(folder.resolve("sub/.git"));
        for (String name :
                List.of("b.csv", "a.csv", "c.txt", ".d.csv", "_e.csv", "sub/f.csv", "sub/.git/g.csv", "[odd].csv")) {
            Files.writeString(folder.resolve(name), "x");
        }
    }

    private List<String> resolve(String... patterns) {
        return InputFiles.resolve(
                        List.of(patterns).stream().map(p -> folder + "/" + p).toList())
                .stream()
                .map(path -> folder.relativize(path).toString())
                .toList();
    }

    @Test
    void aFileIsItselfEvenIfHidden() {
        assertThat(resolve("b.csv")).containsExactly("b.csv");
        assertThat(resolve(".d.csv")).containsExactly(".d.csv");
    }

    @Test
    void aFolderIsItsVisibleFilesSorted() {
        assertThat(resolve("")).containsExactly("[odd].csv", "a.csv", "b.csv", "c.txt");
    }

    @Test
    void aGlobIsSortedAndLeavesOutHiddenFiles() {
        assertThat(resolve("*.csv")).containsExactly("[odd].csv", "a.csv", "b.csv");
        assertThat(resolve("{a,c}.*")).containsExactly("a.csv", "c.txt");
        assertThat(resolve("**.csv")).containsExactly("[odd].csv", "a.csv", "b.csv", "sub/f.csv");
        assertThat(resolve("s?b/*.csv")).containsExactly("sub/f.csv");
    }

    @Test
    void aNameWithWildcardsThatExistsIsThatFile() {
        assertThat(resolve("[odd].csv")).containsExactly("[odd].csv");
    }

    @Test
    void severalPathsKeepTheirOrderAndEachFileComesOnce() {
        assertThat(resolve("b.csv", "*.csv")).containsExactly("b.csv", "[odd].csv", "a.csv");
    }

    @Test
    void whatMatchesNothingIsAUserErrorThatNamesIt() {
        assertUserError(() -> resolve("nothing*"), "no file matches '" + folder + "/nothing*'");
        assertUserError(() -> resolve("missing.csv"), folder + "/missing.csv': it does not exist here");
        assertUserError(() -> resolve("absent/*.csv"), "absent/*.csv");
        assertUserError(() -> InputFiles.resolve(List.of()), "at least one path");
    }

    @Test
    void anEmptyFolderIsAUserErrorThatSaysHowToReadSubFolders() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertUserError(
                () -> InputFiles.resolve(List.of(empty.toString())), "folder '" + empty + "' has no files", "/**");
    }

    @Test
    void aRelativePathAndABrokenGlobAreUserErrors() {
        assertUserError(() -> InputFiles.resolve(List.of("a.csv")), "must be an absolute path", "a.csv");
        assertUserError(() -> resolve("{a.csv"), "not a valid glob", "{a.csv");
    }

    private static void assertUserError(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOf(GridmillException.class)
                .hasMessageContainingAll(parts)
                .extracting(e -> ((GridmillException) e).code())
                .isEqualTo(ErrorCode.USER);
    }
}
