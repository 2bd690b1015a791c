package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.template.GoTemplate;
import dev.cooper.cli.template.Struct;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Json;
import dev.cooper.store.LocalStore;
import dev.cooper.store.NotFoundException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code cooper inspect}: prints all that is known about images. */
final class InspectCommand implements Command {
    @Override
    public Usage usage() {
        return Usage.of(
                        "cooper inspect [OPTIONS] IMAGE [IMAGE...]",
                        "Display detailed information on one or more images")
                .aliases("cooper image inspect", "cooper inspect")
                .value("format", 'f', "string", FormatHelp.WITHOUT_TABLE)
                .value(
                        "platform",
                        0,
                        "string",
                        "Refuse an image for another platform, formatted as os[/arch[/variant]]")
                .value("type", 0, "string", "Only \"image\": there is nothing else to inspect")
                .operands(1, Integer.MAX_VALUE);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        String type = options.value("type").orElse("image");
        if (!type.equals("image")) {
            throw new UsageException("--type takes image, not \"" + type + "\"");
        }
        String format = options.value("format").orElse("");
        // parsed first: a wrong template is reported before anything is printed
        GoTemplate template = GoTemplate.parse(format.equals("json") ? "{{json .}}" : format);
        LocalStore store = Images.openStore(terminal);
        List<String> problems = new ArrayList<>();
        List<Struct> found = new ArrayList<>();
        for (String operand : options.operands()) {
            try {
                found.add(Inspection.of(Images.require(store, operand, options.value("platform"))));
            } catch (NotFoundException e) {
                problems.add(e.getMessage());
            }
        }
        if (format.isEmpty()) {
            List<@Nullable Object> images = new ArrayList<>();
            for (Struct image : found) {
                images.add(image.toJson());
            }
            terminal.println(images.isEmpty() ? "[]" : Json.pretty(images, 4));
        }
        for (Struct image : format.isEmpty() ? List.<Struct>of() : found) {
            terminal.println(template.execute(image));
        }
        for (String problem : problems) {
            terminal.error("cooper: " + problem);
        }
        return problems.isEmpty() ? 0 : 1;
    }
}
