package dev.cooper.dockerfile;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the instructions of a file together into stages. */
final class Parser {
    private final SourceFile file;
    private final LineReader reader;
    private final List<Instruction.Arg> globalArgs = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();
    private final List<Instruction> body = new ArrayList<>();
    private Instruction.@Nullable From from;

    Parser(SourceFile file) {
        this.file = file;
        this.reader = new LineReader(file);
    }

    Dockerfile parse() {
        refuseOtherLanguages();
        for (Optional<Instruction> read = next(); read.isPresent(); read = next()) {
            add(read.get());
        }
        if (from == null) {
            throw atEnd(
                    globalArgs.isEmpty()
                            ? "the file has no instructions"
                            : "the file has no FROM and so nothing to build");
        }
        return parsedSoFar();
    }

    /** What was read before the end or before an error; may have no stage. */
    Dockerfile parsedSoFar() {
        List<Stage> all = new ArrayList<>(stages);
        if (from != null) {
            all.add(stage(stages.size(), from, body));
        }
        return new Dockerfile(
                file, reader.directives(), globalArgs, all, reader.emptyContinuations());
    }

    private void add(Instruction instruction) {
        if (instruction instanceof Instruction.From opening) {
            if (from != null) {
                stages.add(stage(stages.size(), from, body));
            }
            from = opening;
            body.clear();
        } else if (from != null) {
            body.add(instruction);
        } else if (instruction instanceof Instruction.Arg arg) {
            globalArgs.add(arg);
        } else {
            throw instruction
                    .origin()
                    .error(instruction.keyword() + " comes before the first FROM; only ARG may");
        }
    }

    /** Reads a text of one instruction. */
    Instruction parseOne() {
        Instruction instruction =
                next().orElseThrow(() -> atEnd("there is no instruction where one is wanted"));
        Optional<Instruction> second = next();
        if (second.isPresent()) {
            throw second.get().origin().error("only one instruction is wanted here");
        }
        return instruction;
    }

    private Optional<Instruction> next() {
        return reader.read()
                .map(line -> new InstructionParser(reader, line, reader.takeComments()).parse());
    }

    private static Stage stage(int index, Instruction.From from, List<Instruction> body) {
        SourceRange start = from.range();
        SourceRange end = body.isEmpty() ? start : body.getLast().range();
        return new Stage(
                index,
                from,
                body,
                new SourceRange(
                        start.startLine(), start.startColumn(), end.endLine(), end.endColumn()));
    }

    private void refuseOtherLanguages() {
        String first = Blank.trim(file.line(1));
        if (first.startsWith("//") || first.startsWith("{")) {
            throw new DockerfileException(
                    file,
                    new SourceRange(1, 1, 1, 2),
                    "this is not a Dockerfile but a file for another build frontend, which cooper"
                            + " cannot run",
                    "");
        }
    }

    private DockerfileException atEnd(String message) {
        int line = Math.max(1, file.lines().size());
        return new DockerfileException(file, new SourceRange(line, 1, line, 1), message, "");
    }
}
