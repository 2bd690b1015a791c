package dev.cooper.scan.server;

import dev.cooper.inventory.Distribution;
import dev.cooper.oci.Json;
import dev.cooper.scan.advisory.AdvisoryDatabase;
import dev.cooper.scan.advisory.EndOfLife;
import dev.cooper.scan.match.Explanation;
import dev.cooper.scan.match.Matcher;
import dev.cooper.scan.match.Matches;
import dev.cooper.scan.remote.Answer;
import dev.cooper.scan.remote.Question;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells which vulnerabilities the packages of a question have. */
final class FindingsRoute implements Route {
    private final CurrentDatabase databases;

    FindingsRoute(CurrentDatabase databases) {
        this.databases = databases;
    }

    @Override
    public int most() {
        return Json.MAX_BYTES;
    }

    @Override
    public Response answer(Request request, byte[] body) throws IOException {
        if (!request.method().equals("POST")) {
            throw new RefusedException(405, "questions are sent with POST");
        }
        Question question = Question.parse(body);
        Answer answer = databases.use(database -> answer(question, database));
        byte[] json = answer.json(question.inventory().packages());
        if (json.length > Json.MAX_BYTES) {
            throw new RefusedException(
                    413,
                    "there is more to tell than fits into an answer; ask for fewer severities");
        }
        return Response.json(json);
    }

    private static Answer answer(Question question, AdvisoryDatabase database) throws IOException {
        Matcher matcher = new Matcher(database, question.options());
        boolean isExplained = !question.vulnerability().isEmpty();
        Optional<Explanation> explanation =
                isExplained
                        ? Optional.of(
                                matcher.explain(
                                        question.inventory(),
                                        question.vulnerability(),
                                        question.packageName()))
                        : Optional.empty();
        Matches matches =
                isExplained
                        ? new Matches(List.of(), List.of(), List.of(), Set.of())
                        : matcher.match(question.inventory());
        Distribution distribution = question.inventory().distribution();
        Optional<String> product = EndOfLife.product(distribution);
        Optional<EndOfLife.Cycle> cycle =
                product.isPresent()
                        ? database.endOfLife(product.get(), distribution.version())
                        : Optional.empty();
        return new Answer(database.edition(), cycle, matches, explanation);
    }
}
