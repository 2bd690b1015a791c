package dev.cooper.cli.progress;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.cli.terminal.Terminal;
import dev.cooper.cli.terminal.TerminalFacts;
import dev.cooper.oci.Descriptor;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The lines of layers on terminals of different widths. */
class LayerLinesTest {
    private record Screen(int width) implements TerminalFacts {
        @Override
        public boolean inputIsTerminal() {
            return true;
        }

        @Override
        public boolean outputIsTerminal() {
            return true;
        }

        @Override
        public boolean errorIsTerminal() {
            return true;
        }

        @Override
        public int height() {
            return 24;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200, '[=========================>                         ]  500kB/1MB'",
        "60, '[=========>          ]  500kB/1MB'",
        "46, 'Downloading 500kB/1MB'",
        "36, 'Downloading 500kB/1MB'",
    })
    void theBarGivesWayToTheAmounts(int width, String wanted) {
        byte[] content = new byte[1_000_000];
        Descriptor layer = Descriptor.of("application/octet-stream", content);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new ByteArrayInputStream(new byte[0]),
                        out,
                        new ByteArrayOutputStream(),
                        new Screen(width),
                        Map.of("TERM", "xterm"));
        try (LayerLines lines = new LayerLines(terminal, false)) {
            lines.moved(layer, "Downloading", 500_000);
        }
        String last = out.toString(StandardCharsets.UTF_8).lines().toList().getLast();
        String shown = last.substring(last.indexOf(layer.digest().shortHex()));
        assertTrue(shown.replace("\u001b[K", "").endsWith(wanted), shown);
        assertTrue(shown.replace("\u001b[K", "").length() < width, shown);
    }
}
