package io.gridmill.compute.run;

import io.gridmill.compute.expr.Repr;
import io.gridmill.compute.kernel.Slot;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How what shares write for all leaves stands in one schema. A part is one grouping of a leaf, or the rows of a leaf that does not aggregate.
 * When there are several, the first column is the number of the part; columns of one type are shared by the leaves.
 */
final class ShareLayout {
    final TableSchema schema;
    final boolean numbered;

    private final List<int[]> columnsOfLeaf = new ArrayList<>();
    private final List<Integer> firstPart = new ArrayList<>();
    private final List<Integer> leafOfPart = new ArrayList<>();

    ShareLayout(List<QueryPlan.Leaf> leaves) {
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            AggregatePlan aggregate = leaves.get(leaf).aggregate();
            firstPart.add(leafOfPart.size());
            for (int part = 0;
                    part < (aggregate == null ? 1 : aggregate.groupings().size());
                    part++) {
                leafOfPart.add(leaf);
            }
        }
        this.numbered = leafOfPart.size() > 1;
        List<ColumnType> types = new ArrayList<>();
        if (numbered) {
            types.add(ColumnType.INTEGER);
        }
        for (QueryPlan.Leaf leaf : leaves) {
            boolean[] taken = new boolean[types.size() + columnsOf(leaf).size()];
            columnsOfLeaf.add(columnsOf(leaf).stream()
                    .mapToInt(type -> place(type, types, taken))
                    .toArray());
        }
        if (types.isEmpty()) {
            types.add(ColumnType.BOOLEAN);
        }
        List<Column> columns = new ArrayList<>();
        types.forEach(type -> columns.add(new Column("c" + columns.size(), type)));
        this.schema = new TableSchema(columns);
    }

    /** Types of the columns that a leaf writes. */
    static List<ColumnType> columnsOf(QueryPlan.Leaf leaf) {
        return leaf.aggregate() == null
                ? leaf.rows().stream().map(Column::type).toList()
                : leaf.aggregate().partialTypes();
    }

    private int place(ColumnType type, List<ColumnType> types, boolean[] taken) {
        for (int c = numbered ? 1 : 0; c < types.size(); c++) {
            if (!taken[c] && types.get(c).equals(type)) {
                taken[c] = true;
                return c;
            }
        }
        taken[types.size()] = true;
        types.add(type);
        return types.size() - 1;
    }

    int part(int leaf, int grouping) {
        return firstPart.get(leaf) + grouping;
    }

    int leaf(int part) {
        return leafOfPart.get(part);
    }

    int grouping(int part) {
        return part - firstPart.get(leafOfPart.get(part));
    }

    /** Positions in the schema of the columns of a leaf. */
    int[] columns(int leaf) {
        return columnsOfLeaf.get(leaf);
    }

    /** The columns of a part in their places; those that are null stay NULL. */
    @Nullable
    Slot[] framed(int leaf, int grouping, @Nullable Slot[] own) {
        @Nullable Slot[] frame = new @Nullable Slot[schema.size()];
        if (numbered) {
            Slot number = new Slot(Repr.LONG, Block.ROWS);
            Arrays.fill(number.l, part(leaf, grouping));
            frame[0] = number;
        }
        int[] columns = columns(leaf);
        for (int c = 0; c < columns.length; c++) {
            frame[columns[c]] = own[c];
        }
        return frame;
    }
}
