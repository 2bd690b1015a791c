package dev.cooper.registry.storage;

import java.sql.SQLException;

/** What is written in the transaction of a change, such as the events that tell of it. */
public interface Notice {
    /** Nothing. */
    Notice NONE = _ -> {};

    void write(Sql sql) throws SQLException;
}
