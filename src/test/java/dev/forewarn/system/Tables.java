package dev.forewarn.system;

import dev.forewarn.servers.Servers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks into the tables of a service from outside. */
record Tables(String database) {

    long number(String query) {
        return Long.parseLong(texts(query).get(0));
    }

    /** The first column of each row. */
    List<String> texts(String query) {
        try (Connection connection = connect();
                ResultSet rows = connection.createStatement().executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(Servers.jdbcUrl(database), Servers.USER, Servers.USER);
    }
}
