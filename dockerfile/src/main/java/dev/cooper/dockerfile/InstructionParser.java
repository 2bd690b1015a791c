package dev.cooper.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads one instruction: keyword, flags, arguments, heredoc bodies. */
final class InstructionParser {
    private static final List<String> NO_FLAGS = List.of();

    private final LineReader reader;
    private final LogicalLine line;
    private final List<String> comments;
    private final String keyword;
    private final int start;
    private final Flags flags;
    private final List<Heredoc> heredocs = new ArrayList<>();

    InstructionParser(LineReader reader, LogicalLine line, List<String> comments) {
        this(reader, line, comments, 0);
    }

    private InstructionParser(
            LineReader reader, LogicalLine line, List<String> comments, int from) {
        this.reader = reader;
        this.line = line;
        this.comments = comments;
        String text = line.text();
        this.start = Blank.skip(text, from);
        int end = start;
        while (end < text.length() && !Blank.is(text.charAt(end))) {
            end++;
        }
        this.keyword = text.substring(start, end);
        Word arguments = new Word(text.substring(end), end).from(0);
        this.flags = new Flags(line, arguments, reader.directives().escape());
    }

    Instruction parse() {
        String name = keyword.toUpperCase(Locale.ROOT);
        return switch (name) {
            case "FROM" -> from();
            case "RUN" -> run();
            case "COPY" -> copy();
            case "ADD" -> add();
            case "CMD" -> new Instruction.Cmd(origin(), command("CMD"));
            case "ENTRYPOINT" -> new Instruction.Entrypoint(origin(), command("ENTRYPOINT"));
            case "HEALTHCHECK" -> HealthcheckParser.parse(this);
            case "SHELL" -> shell();
            case "ONBUILD" -> onbuild();
            case "VOLUME" -> volume();
            case "EXPOSE" -> expose();
            case "ENV", "LABEL", "ARG" -> new PairParser(this, name).parse();
            case "USER" -> new Instruction.User(origin(), whole(name));
            case "WORKDIR" -> new Instruction.Workdir(origin(), whole(name));
            case "STOPSIGNAL" -> new Instruction.Stopsignal(origin(), whole(name));
            case "MAINTAINER" -> new Instruction.Maintainer(origin(), whole(name));
            default ->
                    throw line.error(
                            start,
                            "unknown instruction " + keyword,
                            Suggestion.nearest(keyword, Keyword.ALL).orElse(""));
        };
    }

    Flags flags() {
        return flags;
    }

    char escape() {
        return reader.directives().escape();
    }

    /** Where the instruction stands; asked for when all its lines have been read. */
    Origin origin() {
        return new Origin(
                line.file(),
                line.from(start, Math.max(line.lastLine(), heredocEnd())),
                keyword,
                Blank.trim(line.text().substring(start)),
                comments);
    }

    private int heredocEnd() {
        return heredocs.isEmpty() ? 0 : reader.lastLine();
    }

    DockerfileException error(int offset, String message) {
        return line.error(offset, message, "");
    }

    DockerfileException error(String message) {
        return line.error(start, message, "");
    }

    /** The arguments as one text, which must not be empty. */
    private String whole(String name) {
        flags.check(NO_FLAGS, NO_FLAGS);
        if (flags.rest().text().isEmpty()) {
            throw error(name + " needs an argument");
        }
        return flags.rest().text();
    }

    /** A JSON array of strings; empty when the text is not JSON. */
    Optional<List<String>> json(Word text) {
        try {
            return JsonStrings.parse(text.text());
        } catch (JsonStrings.NotOnlyStrings _) {
            throw error(text.offset(), "a JSON array here can only have strings in double quotes");
        }
    }

    private Command command(String name) {
        flags.check(NO_FLAGS, NO_FLAGS);
        Word rest = flags.rest();
        if (rest.text().isEmpty()) {
            throw error(name + " needs a command, or [] for none");
        }
        return json(rest)
                .<Command>map(Command.Exec::new)
                .orElseGet(() -> new Command.Shell(rest.text()));
    }

    private Instruction from() {
        flags.check(List.of("platform"), NO_FLAGS);
        List<Word> words = Word.split(flags.rest());
        if (words.size() != 1 && words.size() != 3) {
            throw error("FROM needs a base, and may have a name: FROM base [AS name]");
        }
        Optional<String> written = Optional.empty();
        if (words.size() == 3) {
            Word as = words.get(1);
            Word name = words.get(2);
            if (!as.text().equalsIgnoreCase("as")) {
                throw line.error(as.offset(), "\"" + as.text() + "\" should be AS", "");
            }
            if (!StageNames.isValid(name.text().toLowerCase(Locale.ROOT))) {
                throw error(
                        name.offset(),
                        "the stage name \""
                                + name.text()
                                + "\" must start with a letter and have only letters, digits, -, _"
                                + " and .");
            }
            written = Optional.of(name.text());
        }
        return new Instruction.From(
                origin(),
                words.getFirst().text(),
                flags.value("platform"),
                written.map(name -> name.toLowerCase(Locale.ROOT)),
                written);
    }

    private Instruction run() {
        flags.check(List.of("network", "security"), List.of("mount", "device"));
        oneOf("network", List.of("default", "none", "host"));
        oneOf("security", List.of("sandbox", "insecure"));
        Word rest = flags.rest();
        Command command = runCommand(rest);
        Instruction.Run run =
                new Instruction.Run(
                        origin(),
                        flags.values("mount"),
                        flags.value("network"),
                        flags.value("security"),
                        flags.values("device"),
                        command,
                        heredocs);
        run.mountFroms(); // refuses a variable in from= here, where the line is known
        return run;
    }

    private void oneOf(String flag, List<String> allowed) {
        flags.value(flag)
                .filter(value -> !allowed.contains(value))
                .ifPresent(value -> {
                    throw flags.error(
                            flag,
                            "--" + flag + "=" + value + " is none of " + String.join(", ", allowed),
                            Suggestion.nearest(value, allowed).orElse(""));
                });
    }

    private Command runCommand(Word rest) {
        if (rest.text().isEmpty()) {
            throw error("RUN needs a command");
        }
        Optional<List<String>> exec = json(rest);
        if (exec.isPresent()) {
            if (exec.get().isEmpty()) {
                throw error(rest.offset(), "RUN [] has nothing to run");
            }
            return new Command.Exec(exec.get());
        }
        List<HeredocWord> found = HeredocWord.in(rest.text());
        readBodies(found, rest.offset());
        if (found.size() == 1
                && found.getFirst().end() - found.getFirst().start() == rest.text().length()) {
            Heredoc only = heredocs.getFirst();
            return new Command.Script(only.name(), only.body());
        }
        return new Command.Shell(withBodies(rest.text()));
    }

    private void readBodies(List<HeredocWord> found, int offset) {
        for (HeredocWord word : found) {
            String body =
                    reader.readHeredoc(word.name(), word.chomp())
                            .orElseThrow(() ->
                                    error(
                                            offset + word.start(),
                                            "the heredoc <<"
                                                    + word.name()
                                                    + " has no line "
                                                    + word.name()
                                                    + " that ends it"));
            heredocs.add(word.withBody(body));
        }
    }

    /** The text followed by its heredocs, as a shell or an image's config needs it. */
    private String withBodies(String text) {
        StringBuilder out = new StringBuilder(text);
        for (Heredoc heredoc : heredocs) {
            out.append('\n').append(heredoc.content()).append(heredoc.name());
        }
        return out.toString();
    }

    private Instruction copy() {
        flags.check(List.of("from", "chown", "chmod", "link", "parents"), List.of("exclude"));
        flags.value("from")
                .filter(InstructionParser::hasVariable)
                .ifPresent(from -> {
                    throw flags.error(
                            "from",
                            "--from cannot have a variable: name the image in a stage of"
                                    + " its own (FROM "
                                    + from
                                    + " AS name) and use --from=name",
                            "");
                });
        List<CopySource> sources = new ArrayList<>();
        String destination = files("COPY", sources);
        return new Instruction.Copy(
                origin(),
                sources,
                destination,
                flags.value("from"),
                flags.value("chown"),
                flags.value("chmod"),
                flags.bool("link").orElse(false),
                flags.bool("parents").orElse(false),
                flags.values("exclude"));
    }

    private static boolean hasVariable(String text) {
        int dollar = text.indexOf('$');
        return dollar >= 0 && dollar < text.length() - 1;
    }

    private Instruction add() {
        flags.check(
                List.of("chown", "chmod", "link", "keep-git-dir", "checksum", "unpack"),
                List.of("exclude"));
        List<CopySource> sources = new ArrayList<>();
        String destination = files("ADD", sources);
        return new Instruction.Add(
                origin(),
                sources,
                destination,
                flags.value("chown"),
                flags.value("chmod"),
                flags.bool("link").orElse(false),
                flags.bool("keep-git-dir"),
                flags.value("checksum"),
                flags.bool("unpack"),
                flags.values("exclude"));
    }

    /** Reads sources and destination of COPY and ADD; gives the destination. */
    private String files(String name, List<CopySource> sources) {
        Word rest = flags.rest();
        Optional<List<String>> exec = json(rest);
        List<Word> words =
                exec.isPresent()
                        ? exec.get().stream().map(t -> new Word(t, rest.offset())).toList()
                        : Word.split(rest);
        if (words.size() < 2) {
            throw error(name + " needs at least one source and a destination");
        }
        Word destination = words.getLast();
        if (exec.isPresent()) {
            words.subList(0, words.size() - 1)
                    .forEach(word -> sources.add(new CopySource.Path(word.text())));
            return destination.text();
        }
        if (HeredocWord.of(destination.text()).isPresent()) {
            throw error(destination.offset(), name + " cannot have a heredoc as its destination");
        }
        for (Word word : words.subList(0, words.size() - 1)) {
            sources.add(source(word));
        }
        return destination.text();
    }

    private CopySource source(Word word) {
        Optional<HeredocWord> found = HeredocWord.of(word.text());
        if (found.isEmpty()) {
            return new CopySource.Path(word.text());
        }
        readBodies(List.of(found.get()), word.offset());
        Heredoc heredoc = heredocs.getLast();
        return new CopySource.Inline(heredoc.name(), heredoc.body(), heredoc.expand());
    }

    private Instruction shell() {
        flags.check(NO_FLAGS, NO_FLAGS);
        List<String> arguments =
                json(flags.rest())
                        .orElseThrow(() ->
                                error(
                                        flags.rest().offset(),
                                        "SHELL needs a JSON array, such as"
                                                + " [\"/bin/bash\", \"-c\"]"));
        if (arguments.isEmpty()) {
            throw error("SHELL needs at least one argument");
        }
        return new Instruction.Shell(origin(), arguments);
    }

    private Instruction onbuild() {
        int childStart = Blank.skip(line.text(), start + keyword.length());
        InstructionParser child = new InstructionParser(reader, line, comments, childStart);
        String name = child.keyword.toUpperCase(Locale.ROOT);
        switch (name) {
            case "" -> throw error("ONBUILD needs an instruction");
            case "ONBUILD", "FROM", "MAINTAINER" ->
                    throw error(childStart, name + " cannot be a trigger of ONBUILD");
            default -> {
                // every other instruction can be a trigger
            }
        }
        Instruction instruction = child.parse();
        heredocs.addAll(child.heredocs);
        String trigger = withBodies(Blank.trim(line.text().substring(childStart)));
        return new Instruction.Onbuild(origin(), trigger, instruction);
    }

    private Instruction volume() {
        flags.check(NO_FLAGS, NO_FLAGS);
        List<String> paths =
                json(flags.rest())
                        .orElseGet(
                                () -> Word.split(flags.rest()).stream().map(Word::text).toList());
        if (paths.isEmpty()) {
            throw error("VOLUME needs at least one path");
        }
        List<String> trimmed = paths.stream().map(Blank::trim).toList();
        if (trimmed.contains("")) {
            throw error("VOLUME cannot be an empty path");
        }
        return new Instruction.Volume(origin(), trimmed);
    }

    private Instruction expose() {
        flags.check(NO_FLAGS, NO_FLAGS);
        List<String> ports = Word.split(flags.rest()).stream().map(Word::text).sorted().toList();
        if (ports.isEmpty()) {
            throw error("EXPOSE needs at least one port");
        }
        return new Instruction.Expose(origin(), ports);
    }
}
