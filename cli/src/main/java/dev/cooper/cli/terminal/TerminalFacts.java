package dev.cooper.cli.terminal;

/** Which of the three standard streams are terminals, and how wide they are. */
public interface TerminalFacts {
    /** Nothing is a terminal. */
    TerminalFacts NONE =
            new TerminalFacts() {
                @Override
                public boolean inputIsTerminal() {
                    return false;
                }

                @Override
                public boolean outputIsTerminal() {
                    return false;
                }

                @Override
                public boolean errorIsTerminal() {
                    return false;
                }

                @Override
                public int width() {
                    return 0;
                }

                @Override
                public int height() {
                    return 0;
                }
            };

    /**
     * The facts of this process. The launcher passes which descriptors are terminals in the system
     * property {@code cooper.terminals} (a string of digits); without it the kernel is asked.
     *
     * @return the facts
     */
    static TerminalFacts ofProcess() {
        return new ProcessTerminalFacts(System.getProperty("cooper.terminals"));
    }

    /**
     * Whether standard input is a terminal.
     *
     * @return true if so
     */
    boolean inputIsTerminal();

    /**
     * Whether standard output is a terminal.
     *
     * @return true if so
     */
    boolean outputIsTerminal();

    /**
     * Whether standard error is a terminal.
     *
     * @return true if so
     */
    boolean errorIsTerminal();

    /**
     * The width of the terminal now; changes when its window is resized.
     *
     * @return columns, 0 when not known
     */
    int width();

    /**
     * The height of the terminal now.
     *
     * @return lines, 0 when not known
     */
    int height();
}
