package io.gridmill.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** After a change of a declaration, run this with {@code -Dgridmill.write-pages=true} once: it writes both files. */
final class ConfigPagesTest {
    @Test
    void nodeYamlIsWhatTheDeclarationsSay() throws IOException {
        compare("config/node.yaml", ConfigPages.yaml(Settings.all()));
    }

    @Test
    void theReferenceIsWhatTheDeclarationsSay() throws IOException {
        compare("docs/config.md", ConfigPages.markdown(Settings.all()));
    }

    @Test
    void nodeYamlSetsEveryKeyToItsDefault() {
        NodeConfig fromFile = NodeConfig.load(root().resolve("config/node.yaml"), Map.of(), Map.of());
        NodeConfig defaults = NodeConfig.load(null, Map.of(), Map.of());

        assertThat(fromFile)
                .usingRecursiveComparison()
                .ignoringFields("effective")
                .isEqualTo(defaults);
        assertThat(fromFile.effective()).hasSameSizeAs(Settings.all());
        assertThat(fromFile.effective())
                .allSatisfy(value -> assertThat(value.origin()).contains("node.yaml:"));
    }

    @Test
    void everyKeyIsExplainedOnceAndNamedAsTheOthers() {
        assertThat(Settings.all()).extracting(Setting::key).doesNotHaveDuplicates();
        assertThat(Settings.all()).allSatisfy(setting -> {
            assertThat(setting.key()).matches("[a-z]+(\\.[a-z]+(-[a-z]+)*)");
            assertThat(setting.explanation()).endsWith(".").doesNotContain("|").hasSizeGreaterThan(20);
        });
    }

    private static void compare(String page, String wanted) throws IOException {
        Path file = root().resolve(page);
        if (Boolean.getBoolean("gridmill.write-pages")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, wanted);
        }
        assertThat(file).as("to write it anew: -Dgridmill.write-pages=true").hasContent(wanted);
    }

    /** The tests of a module run in its folder. */
    private static Path root() {
        return Path.of("").toAbsolutePath().getParent();
    }
}
