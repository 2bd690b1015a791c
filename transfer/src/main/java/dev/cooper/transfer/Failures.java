package dev.cooper.transfer;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;

import javax.net.ssl.SSLException;

/** Makes one sentence of what went wrong: what was wanted, what was said, what to do. */
final class Failures {
    private static final int MAX_TEXT = 300;

    private Failures() {}

    /** What the body of an answer says. */
    private record Said(String code, String message) {}

    static RegistryException of(Answer answer, Call call, String host) {
        Said said = said(answer);
        StringBuilder text = new StringBuilder();
        text.append(call.doing()).append(' ').append(call.about()).append(": registry ");
        text.append(host).append(" answered ").append(answer.status());
        if (!said.code().isEmpty()) {
            text.append(' ').append(said.code());
        }
        if (!said.message().isEmpty()) {
            text.append(" (").append(said.message()).append(')');
        }
        boolean login = call.doing().equals("logging in to");
        text.append("; ");
        text.append(
                login && answer.status() == 401
                        ? "check the user name and the password"
                        : advice(answer.status(), host));
        return new RegistryException(
                text.toString(),
                answer.status(),
                said.code(),
                host,
                call.about(),
                answer.header("Retry-After").flatMap(Retry::duration));
    }

    private static String advice(int status, String host) {
        return switch (status) {
            case 401 ->
                    "log in with \"cooper login "
                            + host
                            + "\", and check that the name is right (a repository that you may"
                            + " not see looks the same as one that does not exist)";
            case 403 -> "the account has no permission for this; log in with another one";
            case 404 -> "check the name";
            case 405 -> "this registry does not allow it";
            case 413 -> "this registry does not take content of that size";
            case 429 -> "wait a while, or log in, as accounts often may ask more often";
            default ->
                    status >= 500
                            ? "the registry has a problem; try again later"
                            : "check the name and the registry's documentation";
        };
    }

    private static Said said(Answer answer) {
        try {
            List<JsonObject> errors =
                    JsonObject.parse(answer.errorBody(), "error").objects("errors");
            if (!errors.isEmpty()) {
                JsonObject first = errors.getFirst();
                return new Said(
                        clean(first.string("code", "")), clean(first.string("message", "")));
            }
        } catch (SyntaxException e) {
            // an answer of a proxy, or nothing: the status says enough
        }
        return new Said("", "");
    }

    /** Makes foreign text fit for a message: one line, no control characters, not long. */
    static String clean(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), MAX_TEXT); i++) {
            char c = text.charAt(i);
            out.append(Character.isISOControl(c) ? ' ' : c);
        }
        return out.toString().strip();
    }

    /** There was no answer. */
    static RegistryException of(IOException e, Call call, String host) {
        String what = call.doing() + " " + call.about() + ": ";
        return new RegistryException(what + reason(e, host), host, call.about(), e);
    }

    private static String reason(IOException e, String host) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof UnresolvedAddressException || t instanceof UnknownHostException) {
                return "registry "
                        + host
                        + " is not known (no address found); check the name and the network";
            }
            if (t instanceof SSLException) {
                return "TLS with registry "
                        + host
                        + " failed ("
                        + tls(String.valueOf(t.getMessage()))
                        + "); install its certificate authority as /etc/docker/certs.d/"
                        + host
                        + "/ca.crt, or list the registry as insecure if it is meant to be";
            }
        }
        if (e instanceof ConnectException) {
            return "cannot connect to registry " + host + "; check that it runs there";
        }
        if (e instanceof HttpTimeoutException) {
            return "registry " + host + " does not answer in time; try again later";
        }
        return "the connection to registry "
                + host
                + " broke ("
                + clean(String.valueOf(e.getMessage()))
                + "); try again";
    }

    /** Java's words for the most frequent failures are no help to most people. */
    private static String tls(String message) {
        if (message.contains("PKIX path") || message.contains("unable to find valid cert")) {
            return "its certificate is not signed by an authority that is known here";
        }
        return clean(message);
    }

    static RegistryException protocol(String problem, Call call, String host) {
        return new RegistryException(
                call.doing()
                        + " "
                        + call.about()
                        + ": registry "
                        + host
                        + " "
                        + problem
                        + "; check that it is a registry",
                0,
                "",
                host,
                call.about());
    }
}
