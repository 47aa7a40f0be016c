package dev.forewarn.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One database, as the benchmark looks into it and fills it. */
final class Database {

    private final int port;
    private final String name;

    Database(int port, String name) {
        this.port = port;
        this.name = name;
    }

    static void create(int port, String name) {
        try (Connection connection = connect(port, "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("no database " + name, e);
        }
        new Database(port, name).execute("create extension pg_stat_statements");
    }

    private static Connection connect(int port, String name) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + name, Machine.USER, Machine.USER);
    }

    String reactiveUrl() {
        return "postgresql://127.0.0.1:" + port + "/" + name;
    }

    Connection connect() {
        try {
            return connect(port, name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, sql, parameters)) {
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> T one(Reading<T> reading, String sql, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return reading.of(rows);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    long number(String sql, Object... parameters) {
        return one(row -> row.getLong(1), sql, parameters);
    }

    double decimal(String sql, Object... parameters) {
        return one(row -> row.getDouble(1), sql, parameters);
    }

    String text(String sql, Object... parameters) {
        return one(row -> row.getString(1), sql, parameters);
    }

    /** Counts statements from now on. */
    void forgetStatements() {
        execute("select pg_stat_statements_reset()");
    }

    /** Statements that have been run in this database since then; the benchmark's own few are among them. */
    long statements() {
        return number(
                """
                select coalesce(sum(calls), 0) from pg_stat_statements
                where dbid = (select oid from pg_database where datname = current_database())""");
    }

    /** What has been run in this database since then, dearest first: milliseconds in all, calls, rows, and the statement. */
    String dearest() {
        return text(
                """
                select string_agg(format('%s ms  %s calls  %s rows  %s', round(total_exec_time), calls, rows,
                    regexp_replace(query, '\\s+', ' ', 'g')), e'\\n' order by total_exec_time desc)
                from pg_stat_statements
                where dbid = (select oid from pg_database where datname = current_database())""");
    }

    /** Bytes of the log that have been written, of the whole server. */
    long wal() {
        return number("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
    }

    /** The process of the server, whose children serve the connections. */
    long postmaster() {
        return Long.parseLong(text("select split_part(pg_read_file('postmaster.pid'), e'\\n', 1)"));
    }
}
