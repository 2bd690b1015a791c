package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.trust.notation.TrustStore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code cooper notation cert list}: lists the files of the trust stores. */
final class NotationCertListCommand implements Command {
    static final String SUMMARY = "List the certificates of the trust stores";

    @Override
    public Usage usage() {
        return NotationOptions.store(
                Usage.of("cooper notation cert list [OPTIONS]", SUMMARY)
                        .aliases("cooper notation cert list", "cooper notation cert ls")
                        .operands(0, 0));
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        Optional<TrustStore.Type> type = options.value("type").map(TrustStore.Type::parse);
        Optional<String> name = options.value("store");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("STORE TYPE", "STORE NAME", "CERTIFICATE"));
        for (TrustStore.Entry one : NotationOptions.home(terminal).trustStore().entries()) {
            if (type.stream().allMatch(one.store().type()::equals)
                    && name.stream().allMatch(one.store().name()::equals)) {
                rows.add(List.of(one.store().type().id(), one.store().name(), one.file()));
            }
        }
        print(rows, terminal);
        return 0;
    }

    /** Prints rows in columns. */
    static void print(List<List<String>> rows, Terminal terminal) throws IOException {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream().mapToInt(one -> one.get(column).length()).max().orElse(0);
                line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 3));
            }
            terminal.println(line.toString().stripTrailing());
        }
    }
}
