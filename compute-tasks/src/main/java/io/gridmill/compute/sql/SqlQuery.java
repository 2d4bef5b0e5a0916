package io.gridmill.compute.sql;
public record SqlQuery(String dataset) {
    public static SqlQuery parse(String sql) { return new SqlQuery(sql.replaceAll("(?is).*\\bfrom\\s+([\\w.]+).*", "$1")); }
}
