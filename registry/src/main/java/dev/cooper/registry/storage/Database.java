package dev.cooper.registry.storage;

import java.io.IOException;
import java.sql.SQLException;

/** The metadata: reads at any time, changes one after the other, each all or nothing. */
public interface Database extends AutoCloseable {
    /** Something done with a connection. */
    interface Work<T> {
        T run(Sql sql) throws SQLException;
    }

    /**
     * Looks something up. Each statement sees what was committed before it.
     *
     * @throws IOException when the database fails
     */
    <T> T read(Work<T> work) throws IOException;

    /**
     * Changes something; returns when that is durable.
     *
     * @throws IOException when the database fails; then nothing has changed
     */
    <T> T write(Work<T> work) throws IOException;

    /** Which database it is: {@code sqlite} or {@code postgresql}. */
    String system();

    /** How many changes wait for others before them. */
    default long waiting() {
        return 0;
    }

    @Override
    void close() throws IOException;
}
