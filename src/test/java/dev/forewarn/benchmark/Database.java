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

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    long number(String sql, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Statements that have been run in this database; the benchmark's own few are among them. */
    long statements() {
        return number(
                """
                select coalesce(sum(calls), 0) from pg_stat_statements
                where dbid = (select oid from pg_database where datname = current_database())""");
    }

    void top() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select calls, round(total_exec_time), rows, shared_blks_hit, left(regexp_replace(query, '\\s+', ' ', 'g'), 100) q from pg_stat_statements order by total_exec_time desc limit 14")) {
            while (rows.next()) {
                System.err.println(rows.getLong(1) + " calls " + rows.getLong(2) + " ms " + rows.getLong(3) + " rows "
                        + rows.getLong(4) + " hit " + rows.getString(5));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Bytes of the log that have been written, of the whole server. */
    long wal() {
        return number("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
    }

    /** The process of the server, whose children serve the connections. */
    long postmaster() {
        return ProcessHandle.of(number("select pg_backend_pid()"))
                .flatMap(ProcessHandle::parent)
                .map(ProcessHandle::pid)
                .orElseThrow(() -> new IllegalStateException("the server runs on this machine"));
    }
}
