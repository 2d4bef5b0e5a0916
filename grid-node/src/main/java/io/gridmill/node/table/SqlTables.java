package io.gridmill.node.table;

import io.gridmill.core.error.ErrorCode;
import io.gridmill.core.error.GridmillException;
import io.gridmill.core.schema.TableSchema;
import io.gridmill.node.grid.Grid;
import io.gridmill.node.grid.RegionRoom;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.cache.CacheException;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheMode;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cache.PartitionLossPolicy;
import org.apache.ignite.cache.affinity.rendezvous.RendezvousAffinityFunction;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.configuration.CacheConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The tables of this node's Ignite, and the caches under them. A cache is filled while no query can see it; CREATE TABLE over it then shows all of
 * its rows at once, and destroying it takes the table away. Thread-safe.
 */
public final class SqlTables {
    /** What stands between the parts of a cache's name: in no table's name, in no job's id, and in folders' names, which Ignite makes of it. */
    private static final String BETWEEN = "-";

    private static final String PREFIX = "table" + BETWEEN;
    /**
     * There is no such template, so CREATE TABLE fails where it would otherwise make an empty cache: somebody late, whose cache is
     * destroyed, cannot show a table without rows.
     */
    private static final String NO_TEMPLATE = "gridmill-none";

    private final Ignite ignite;
    private final IgniteCache<?, ?> asked;
    private final int partitions;
    private final int backups;

    /**
     * @param asked a cache that is always there: queries need one to be asked of, whatever they are about
     * @param partitions of a table's cache
     * @param backups copies of each row besides the first
     */
    public SqlTables(Ignite ignite, IgniteCache<?, ?> asked, int partitions, int backups) {
        this.ignite = ignite;
        this.asked = asked;
        this.partitions = partitions;
        this.backups = backups;
    }

    /** A cache name that nobody else has. */
    static String newCache(String table, String jobId) {
        return PREFIX + table + BETWEEN + jobId + BETWEEN + UUID.randomUUID();
    }

    static String tableOf(String cache) {
        return cache.split(BETWEEN, -1)[1];
    }

    static String jobOf(String cache) {
        return cache.split(BETWEEN, -1)[2];
    }

    /** All caches that were made for tables, filled or not. */
    List<String> caches() {
        return ignite.cacheNames().stream()
                .filter(name -> name.startsWith(PREFIX))
                .toList();
    }

    List<String> caches(String table, String jobId) {
        return caches().stream()
                .filter(name -> name.startsWith(PREFIX + table + BETWEEN + jobId + BETWEEN))
                .toList();
    }

    /** Whether a table's cache is one of ours. */
    boolean isPublished(String cache) {
        return cache.startsWith(PREFIX);
    }

    boolean exists(String cache) {
        return ignite.cacheNames().contains(cache);
    }

    /** Makes an empty cache, which no query sees. */
    TableWriter create(String cache, TableSchema schema) {
        CacheConfiguration<UUID, Object> configuration = new CacheConfiguration<UUID, Object>(cache)
                .setCacheMode(CacheMode.PARTITIONED)
                .setAtomicityMode(CacheAtomicityMode.ATOMIC)
                .setWriteSynchronizationMode(CacheWriteSynchronizationMode.FULL_SYNC)
                .setPartitionLossPolicy(PartitionLossPolicy.READ_WRITE_SAFE)
                .setAffinity(new RendezvousAffinityFunction(false, partitions))
                .setBackups(backups)
                .setDataRegionName(Grid.DATA_REGION);
        return new TableWriter(
                ignite.createCache(configuration).withKeepBinary(),
                ignite.binary(),
                rowType(schema),
                schema,
                new RegionRoom(ignite, Grid.DATA_REGION));
    }

    /** Shows a cache's rows as a table, all at once; fails when there is a table of that name, or no such cache. */
    void show(String table, TableSchema schema, String cache) {
        String columns = columns(schema);
        query("CREATE TABLE " + Grid.SQL_SCHEMA + ".\"" + table + "\" (" + columns + ") WITH \"template=" + NO_TEMPLATE
                + ",cache_name=" + cache + ",value_type=" + rowType(schema) + "\"");
    }

    private static String columns(TableSchema schema) {
        return schema.columns().stream()
                .map(column -> SqlColumn.quoted(column) + " " + SqlColumn.type(column))
                .collect(Collectors.joining(", "));
    }

    /** Ignite keeps a type for ever, so rows of equal columns share one. */
    private static String rowType(TableSchema schema) {
        String columns = columns(schema);
        return "gridmill.row_" + UUID.nameUUIDFromBytes(columns.getBytes(StandardCharsets.UTF_8));
    }

    /** The cache under a table, or null when there is no such table. */
    @Nullable
    String cacheOf(String table) {
        List<List<?>> rows = query("SELECT CACHE_NAME FROM SYS.TABLES WHERE SCHEMA_NAME = '" + Grid.SQL_SCHEMA
                + "' AND TABLE_NAME = '" + table + "'");
        return rows.isEmpty() ? null : String.valueOf(rows.get(0).get(0));
    }

    /** Destroys a cache and the table over it, if there are any. */
    void destroy(String cache) {
        ignite.destroyCache(cache);
    }

    private List<List<?>> query(String sql) {
        try {
            return asked.query(new SqlFieldsQuery(sql)).getAll();
        } catch (CacheException e) {
            throw new GridmillException(ErrorCode.RESOURCE, "Ignite's SQL does not answer: " + e.getMessage(), e);
        }
    }
}
