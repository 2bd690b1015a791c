package dev.cooper.inventory;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** {@code rpmdb.sqlite} of newer rpm: the table {@code Packages} of number and header. */
record RpmSqlite(SqliteFile file, int root) implements RpmCataloger.RpmRecords {
    static RpmSqlite open(byte[] bytes) throws DamagedFileException {
        SqliteFile file = SqliteFile.open(bytes);
        return new RpmSqlite(file, file.rootOf("Packages"));
    }

    @Override
    public void forEach(Consumer<ByteBuffer> each) throws DamagedFileException {
        file.forEachRow(
                root,
                (List<Object> columns) -> {
                    if (columns.size() == 2 && columns.get(1) instanceof ByteBuffer header) {
                        each.accept(header);
                    }
                });
    }
}
