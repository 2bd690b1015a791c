package dev.cooper.cli.terminal;

import org.jspecify.annotations.Nullable;

import java.util.function.ToIntFunction;

/** The facts of this process, told by the launcher or else by the kernel. */
final class ProcessTerminalFacts implements TerminalFacts {
    private final @Nullable String told;

    ProcessTerminalFacts(@Nullable String told) {
        this.told = told;
    }

    @Override
    public boolean inputIsTerminal() {
        return isTerminal(0);
    }

    @Override
    public boolean outputIsTerminal() {
        return isTerminal(1);
    }

    @Override
    public boolean errorIsTerminal() {
        return isTerminal(2);
    }

    @Override
    public int width() {
        return size(WindowSize::columns);
    }

    @Override
    public int height() {
        return size(WindowSize::rows);
    }

    private boolean isTerminal(int descriptor) {
        return told == null
                ? WindowSize.of(descriptor) != null
                : told.indexOf('0' + descriptor) >= 0;
    }

    private int size(ToIntFunction<WindowSize> side) {
        for (int descriptor = 2; descriptor >= 0; descriptor--) {
            if (isTerminal(descriptor)) {
                WindowSize size = WindowSize.of(descriptor);
                if (size != null) {
                    return side.applyAsInt(size);
                }
            }
        }
        return 0;
    }
}
