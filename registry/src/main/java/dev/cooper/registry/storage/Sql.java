package dev.cooper.registry.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One connection and the statements it has prepared; used by one thread at a time. */
public final class Sql implements AutoCloseable {
    /** Makes a value of the current row. */
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final Schema.Dialect dialect;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Sql(Connection connection, Schema.Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /**
     * The end of a SELECT that locks the rows it finds until the transaction ends, such as {@code "
     * FOR UPDATE"}; nothing where there is one writer anyway.
     */
    public String locking(String clause) {
        return dialect.locking(clause);
    }

    /** The time in whole seconds since 1970, by the clock of the database. */
    public String now() {
        return dialect.now();
    }

    /** Changes rows; returns how many. */
    public int update(String sql, Object... arguments) throws SQLException {
        return bound(sql, arguments).executeUpdate();
    }

    void execute(String sql) throws SQLException {
        statement(sql).execute();
    }

    /** Reads the first row. */
    public <T> Optional<T> first(Row<T> row, String sql, Object... arguments) throws SQLException {
        try (ResultSet rows = bound(sql, arguments).executeQuery()) {
            return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
        }
    }

    /** Reads all rows. */
    public <T> List<T> list(Row<T> row, String sql, Object... arguments) throws SQLException {
        List<T> all = new ArrayList<>();
        try (ResultSet rows = bound(sql, arguments).executeQuery()) {
            while (rows.next()) {
                all.add(row.read(rows));
            }
        }
        return all;
    }

    /** Whether there is a row. */
    public boolean exists(String sql, Object... arguments) throws SQLException {
        try (ResultSet rows = bound(sql, arguments).executeQuery()) {
            return rows.next();
        }
    }

    /** Reads the first column of the one row that there always is. */
    public long number(String sql, Object... arguments) throws SQLException {
        try (ResultSet rows = bound(sql, arguments).executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private PreparedStatement bound(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = statement(sql);
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case String text -> statement.setString(i + 1, text);
                case Long number -> statement.setLong(i + 1, number);
                case Integer number -> statement.setInt(i + 1, number);
                case byte[] bytes -> statement.setBytes(i + 1, bytes);
                case Optional<?> value -> statement.setObject(i + 1, value.orElse(null));
                default -> throw new SQLException("no column for " + arguments[i].getClass());
            }
        }
        return statement;
    }

    private PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    /** Prepares all statements anew from now on: one that has failed may be of no more use. */
    void forget() {
        for (PreparedStatement statement : prepared.values()) {
            try {
                statement.close();
            } catch (SQLException _) {
                // it failed before
            }
        }
        prepared.clear();
    }

    @Override
    public void close() throws SQLException {
        forget();
        connection.close();
    }
}
