package io.gridmill.benchmarks.sidebyside;

import io.gridmill.core.chunk.Chunk;
import io.gridmill.core.chunk.EncodedColumns;
import io.gridmill.core.schema.Column;
import io.gridmill.core.schema.ColumnType;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.node.config.PortRange;
import io.gridmill.node.http.PortProbe;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteDataStreamer;
import org.apache.ignite.Ignition;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.binary.BinaryObjectBuilder;
import org.apache.ignite.cache.QueryEntity;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.calcite.CalciteQueryEngineConfiguration;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.configuration.SqlConfiguration;
import org.apache.ignite.logger.NullLogger;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;

/** Ignite's own SQL (its Calcite engine) over a table of rows, in this process: one node, alone, without backups. */
final class IgniteSql implements AutoCloseable {
    private static final String TABLE = "LINEITEM";

    private final Ignite ignite;
    private final IgniteCache<Long, BinaryObject> cache;

    IgniteSql(Path folder, TableSchema schema) {
        int port = PortProbe.firstFree("127.0.0.1", new PortRange("discovery", 48700, 100));
        ignite = Ignition.start(new IgniteConfiguration()
                .setIgniteInstanceName("sql-peer")
                .setWorkDirectory(folder.toString())
                .setLocalHost("127.0.0.1")
                .setGridLogger(new NullLogger())
                .setMetricsLogFrequency(0)
                .setClientConnectorConfiguration(null)
                .setDiscoverySpi(new TcpDiscoverySpi()
                        .setLocalPort(port)
                        .setLocalPortRange(1)
                        .setIpFinder(new TcpDiscoveryVmIpFinder().setAddresses(List.of("127.0.0.1:" + port))))
                .setDataStorageConfiguration(new DataStorageConfiguration()
                        .setDefaultDataRegionConfiguration(new DataRegionConfiguration().setMaxSize(2L << 30)))
                .setSqlConfiguration(new SqlConfiguration()
                        .setQueryEnginesConfiguration(new CalciteQueryEngineConfiguration().setDefault(true))));
        cache = ignite.createCache(new CacheConfiguration<Long, BinaryObject>(TABLE)
                .setSqlSchema("PUBLIC")
                .setQueryEntities(List.of(entity(schema))));
    }

    private static QueryEntity entity(TableSchema schema) {
        LinkedHashMap<String, String> fields = new LinkedHashMap<>();
        Map<String, Integer> precisions = new LinkedHashMap<>();
        Map<String, Integer> scales = new LinkedHashMap<>();
        for (Column column : schema.columns()) {
            fields.put(name(column), javaType(column.type()).getName());
            if (column.type().kind() == ColumnType.Kind.DECIMAL) {
                precisions.put(name(column), column.type().precision());
                scales.put(name(column), column.type().scale());
            }
        }
        return new QueryEntity(Long.class.getName(), TABLE)
                .setTableName(TABLE)
                .setFields(fields)
                .setFieldsPrecision(precisions)
                .setFieldsScale(scales);
    }

    private static Class<?> javaType(ColumnType type) {
        return switch (type.kind()) {
            case BIGINT -> Long.class;
            case INTEGER -> Integer.class;
            case DECIMAL -> BigDecimal.class;
            case DATE -> Date.class;
            case VARCHAR -> String.class;
            default -> throw new IllegalStateException("no column of lineitem is of type " + type);
        };
    }

    private static String name(Column column) {
        return column.name().toUpperCase(Locale.ROOT);
    }

    /** Puts all rows of chunks into the table, as objects with a field a column. */
    void load(List<Chunk> chunks, TableSchema schema, BufferAllocator allocator) {
        long key = 0;
        try (IgniteDataStreamer<Long, BinaryObject> streamer = ignite.dataStreamer(TABLE)) {
            for (Chunk chunk : chunks) {
                try (VectorSchemaRoot batch = EncodedColumns.toBatch(chunk, schema, allocator)) {
                    for (int row = 0; row < batch.getRowCount(); row++) {
                        streamer.addData(key++, object(schema, batch, row));
                    }
                }
            }
        }
    }

    private BinaryObject object(TableSchema schema, VectorSchemaRoot batch, int row) {
        BinaryObjectBuilder object = ignite.binary().builder(TABLE);
        for (int c = 0; c < schema.size(); c++) {
            Object value = batch.getVector(c).getObject(row);
            switch (schema.column(c).type().kind()) {
                case DATE -> value = Date.valueOf(LocalDate.ofEpochDay((Integer) value));
                case VARCHAR -> value = value.toString();
                default -> {}
            }
            object.setField(name(schema.column(c)), value);
        }
        return object.build();
    }

    List<String> answer(WorkQuery query) {
        List<String> rows = new ArrayList<>();
        run(query).forEach(row -> rows.add(Answer.row(row)));
        rows.sort(null);
        return rows;
    }

    /** Averages as doubles, as the others have them. */
    List<List<?>> run(WorkQuery query) {
        String sql = query.sql().replaceAll("AVG\\((\\w+)\\)", "CAST(AVG($1) AS DOUBLE)");
        return cache.query(new SqlFieldsQuery(sql)).getAll();
    }

    @Override
    public void close() {
        ignite.close();
    }
}
