package dev.cooper.policy.rego;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.rego.Token.Kind;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The words of a module, read one after the other. */
final class Words {
    private static final int DEEPEST = 100;
    private static final Set<String> ALWAYS =
            Set.of("package", "import", "default", "not", "with", "as", "some", "else", "null");

    /** The words that mean something only when they are imported, or in the newer version. */
    static final Set<String> FUTURE = Set.of("in", "every", "contains", "if");

    private final List<Token> tokens;
    private final Set<String> keywords = new HashSet<>(ALWAYS);
    private int at;
    private int depth;

    Words(List<Token> tokens) {
        this.tokens = tokens;
        keywords.addAll(Set.of("true", "false"));
    }

    void know(Set<String> future) {
        keywords.addAll(future);
    }

    boolean knows(String keyword) {
        return keywords.contains(keyword);
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    Token take() {
        Token token = tokens.get(at);
        at += token.kind() == Kind.END ? 0 : 1;
        return token;
    }

    boolean isEnd() {
        return peek().kind() == Kind.END;
    }

    boolean isKeyword(String word) {
        return keywords.contains(word) && peek().isName(word);
    }

    /** Whether a name that is no keyword comes next. */
    boolean isName() {
        return peek().kind() == Kind.NAME && !keywords.contains(peek().text());
    }

    boolean takeIf(String sign) {
        boolean is = peek().is(sign);
        at += is ? 1 : 0;
        return is;
    }

    boolean takeKeyword(String word) {
        boolean is = isKeyword(word);
        at += is ? 1 : 0;
        return is;
    }

    void want(String sign) {
        if (!takeIf(sign)) {
            throw unexpected("want \"" + sign + "\"");
        }
    }

    Token wantName() {
        if (!isName()) {
            throw unexpected("want a name");
        }
        return take();
    }

    /** The next word that is on a line of its own. */
    boolean startsLine() {
        return at == 0 || peek().place().line() > tokens.get(at - 1).place().line();
    }

    void deeper() {
        if (++depth > DEEPEST) {
            throw peek().place().wrong("the module is nested too deep");
        }
    }

    void back() {
        depth--;
    }

    SyntaxException unexpected(String wanted) {
        Token token = peek();
        String hint =
                token.kind() == Kind.NAME && FUTURE.contains(token.text()) && !knows(token.text())
                        ? "; the word " + token.text() + " needs \"import rego.v1\""
                        : "";
        return token.place().wrong(token.shown() + " is not expected here, " + wanted + hint);
    }
}
