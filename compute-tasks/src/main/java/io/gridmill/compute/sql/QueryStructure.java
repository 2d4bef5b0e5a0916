package io.gridmill.compute.sql;

import io.gridmill.core.error.GridmillException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.jspecify.annotations.Nullable;

/** Walks over the SELECTs of a query, refuses by name what is not supported between them, and finds the one dataset that they read. */
final class QueryStructure {
    private final SourceText source;
    private @Nullable SqlIdentifier dataset;

    private QueryStructure(SourceText source) {
        this.source = source;
    }

    /** @throws GridmillException with code USER, naming the construct, or the second dataset, line and column */
    static SqlIdentifier datasetOf(SqlNode query, SourceText source) {
        QueryStructure structure = new QueryStructure(source);
        structure.query(query, Set.of());
        if (structure.dataset == null) {
            throw source.error(query, "a query must read FROM one dataset, got none");
        }
        return structure.dataset;
    }

    static boolean isAll(SqlCall setOperation) {
        return ((SqlSetOperator) setOperation.getOperator()).isAll();
    }

    private void query(SqlNode node, Set<String> known) {
        if (node instanceof SqlOrderBy ordered) {
            query(ordered.query, known);
        } else if (node instanceof SqlWith with) {
            query(with.body, with(with, known));
        } else if (node instanceof SqlSelect select) {
            select(select, known);
        } else if (node.getKind() == SqlKind.UNION) {
            ((SqlCall) node).getOperandList().forEach(branch -> query(branch, known));
        } else {
            throw SqlQuery.refused(source, node, node.getKind().sql);
        }
    }

    private Set<String> with(SqlWith with, Set<String> known) {
        Set<String> all = new HashSet<>(known);
        Set<String> here = new HashSet<>();
        for (SqlNode node : with.withList) {
            SqlWithItem item = (SqlWithItem) node;
            if (item.recursive.booleanValue()) {
                throw SqlQuery.refused(source, item, "WITH RECURSIVE");
            }
            query(item.query, all);
            String name = item.name.getSimple().toLowerCase(Locale.ROOT);
            if (!here.add(name)) {
                throw source.error(item.name, "names in WITH must differ, got " + item.name.getSimple() + " twice");
            }
            all.add(name);
        }
        return all;
    }

    private void select(SqlSelect select, Set<String> known) {
        SqlNode from = select.getFrom();
        if (from == null) {
            throw source.error(select, "a query must read FROM one dataset, got none");
        }
        from(from, known);
        if (!select.getWindowList().isEmpty()) {
            throw SqlQuery.refused(source, select.getWindowList(), "WINDOW");
        } else if (select.getQualify() != null) {
            throw SqlQuery.refused(source, select.getQualify(), "QUALIFY");
        } else if (select.hasHints()) {
            throw SqlQuery.refused(source, select, "a hint");
        }
    }

    private void from(SqlNode node, Set<String> known) {
        if (node.getKind() == SqlKind.AS) {
            from(((SqlBasicCall) node).operand(0), known);
        } else if (node instanceof SqlJoin) {
            throw SqlQuery.refused(source, node, "a join");
        } else if (node instanceof SqlIdentifier name) {
            if (!name.isSimple() || !known.contains(name.getSimple().toLowerCase(Locale.ROOT))) {
                read(name);
            }
        } else if (node.isA(SqlKind.QUERY) && node.getKind() != SqlKind.VALUES || node.getKind() == SqlKind.WITH) {
            query(node, known);
        } else {
            throw SqlQuery.refused(source, node, node.getKind().sql + " in FROM");
        }
    }

    private void read(SqlIdentifier name) {
        if (dataset == null) {
            dataset = name;
        } else if (!String.join(".", dataset.names).equals(String.join(".", name.names))) {
            throw source.error(
                    name,
                    "a query must read one dataset, got " + String.join(".", dataset.names) + " and "
                            + String.join(".", name.names));
        }
    }
}
