package io.gridmill.cli.jobfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import java.util.List;

/** What the declarations of {@link JobKeys} say: as JSON Schema for programs, as a page for people. */
public final class JobFilePages {
    private JobFilePages() {}

    /** The JSON Schema (draft 7, which editors know best) of a job file. */
    public static String schema() {
        ObjectNode schema = KeyRule.object();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "A job file of Gridmill");
        schema.setAll(KeyRule.section("a job file", JobKeys.ALL).schema());
        ArrayNode logic = schema.putArray("oneOf");
        logic.addObject().putArray("required").add("sql");
        logic.addObject().putArray("required").add("task").add("dataset");
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(lines);
        printer.indentArraysWith(DefaultPrettyPrinter.FixedSpaceIndenter.instance);
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new GridmillException(ErrorCode.INTERNAL, "the schema cannot be written: " + e.getMessage(), e);
        }
    }

    /** The reference for people who look a key up. */
    static String markdown() {
        StringBuilder page = new StringBuilder("""
                # Job files

                <!-- Made from the declarations in the class JobKeys; a test compares. Do not edit. -->
                <!-- before
                gridmill load orders --from orders.csv
                -->

                A job file is YAML: a query or a [task](tasks.md), where its result goes, and how hard to try.

                ```yaml
                # large-orders.yaml
                sql: |
                  SELECT customer, SUM(amount) AS revenue FROM orders WHERE amount >= :least GROUP BY customer
                params: { least: 50.00 }
                result: large_orders
                sinks:
                  - csv: { path: out/large, mode: replace }
                  - jdbc:sqlite:out/large.db?table=large&mode=replace
                deadline: 10m
                ```
                ```sh
                gridmill run large-orders.yaml --param least=100 --priority 5
                ```

                Options beside the file win over what stands in it; `--param` and `--sink` add to it. Relative paths start in the folder where the
                command is typed. An unknown key, and a value that breaks a rule below, is refused with file and line before any node is asked.

                `gridmill schema` prints the [JSON Schema](job-file.schema.json) of a job file. Editors check and complete with it; those that know the
                YAML language server want this as the first line of the file:
                `# yaml-language-server: $schema=job-file.schema.json`
                """);
        section(page, "Keys", JobKeys.ALL);
        section(page, "`task:`", JobKeys.TASK);
        section(page, "`result:`", JobKeys.RESULT);
        section(page, "`table:`", JobKeys.TABLE);
        SinkOptions.all().forEach((type, keys) -> section(page, "`sinks: - " + type + ":`", keys));
        return page.toString();
    }

    private static void section(StringBuilder page, String title, List<JobKey> keys) {
        page.append("\n## ").append(title).append("\n| key | default | must be | meaning |\n|---|---|---|---|\n");
        for (JobKey key : keys) {
            page.append("| `").append(key.name()).append("` | ");
            page.append(key.required() ? "*required*" : key.fallback().isEmpty() ? "none" : key.fallback())
                    .append(" | ");
            page.append(key.rule().words()).append(" | ");
            page.append(key.explanation()).append(" |\n");
        }
    }
}
