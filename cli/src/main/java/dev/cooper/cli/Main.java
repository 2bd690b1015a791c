package dev.cooper.cli;

/** Entry point of the {@code cooper} command. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and exits with its code.
     *
     * @param args the command line, without the program's name
     */
    public static void main(String[] args) {
        System.out.println("cooper 0.1.0");
    }
}
