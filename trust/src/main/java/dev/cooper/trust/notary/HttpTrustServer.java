package dev.cooper.trust.notary;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.transfer.Service;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A server of notary, spoken to over HTTP. */
public final class HttpTrustServer implements TrustServer {
    private static final int MOST_ERROR = 64 << 10;

    private final Service service;
    private final String gun;

    /**
     * Speaks of one repository.
     *
     * @param service where the server is
     * @param gun the name of the repository
     */
    public HttpTrustServer(Service service, String gun) {
        this.service = service;
        this.gun = gun;
    }

    @Override
    public String address() {
        return String.valueOf(service.address());
    }

    private Service.Reply ask(String method, String file, String actions, int most)
            throws IOException {
        return ask(
                Service.Question.of(
                        method,
                        "/v2/" + gun + "/_trust/tuf/" + file,
                        scopes(actions),
                        gun,
                        "asking for trust data of"),
                most);
    }

    private List<String> scopes(String actions) {
        return List.of("repository:" + gun + ":" + actions);
    }

    private Service.Reply ask(Service.Question question, int most) throws IOException {
        try {
            return service.ask(question, most);
        } catch (IOException e) {
            throw new IOException(
                    "the trust server "
                            + address()
                            + " cannot be asked, so nothing of "
                            + gun
                            + " was verified: "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public Optional<byte[]> get(String name, int most) throws IOException {
        Service.Reply reply = ask("GET", name + ".json", "pull", Math.max(most, MOST_ERROR));
        if (reply.status() == 404) {
            return Optional.empty();
        }
        if (reply.status() != 200) {
            throw refused("give trust data of", reply);
        }
        return Optional.of(reply.body());
    }

    @Override
    public void publish(Map<String, byte[]> files) throws IOException {
        String boundary = UUID.randomUUID().toString();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        files.forEach((role, content) -> {
            write(
                    body,
                    "--"
                            + boundary
                            + "\r\nContent-Disposition: form-data; name=\"files\"; filename=\""
                            + role
                            + "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
            body.writeBytes(content);
            write(body, "\r\n");
        });
        write(body, "--" + boundary + "--\r\n");
        Service.Question question =
                new Service.Question(
                        "POST",
                        "/v2/" + gun + "/_trust/tuf/",
                        scopes("push,pull"),
                        "multipart/form-data; boundary=" + boundary,
                        body.toByteArray(),
                        gun,
                        "publishing trust data of");
        Service.Reply reply = ask(question, MOST_ERROR);
        if (reply.status() != 200) {
            throw refused("take the changes of", reply);
        }
    }

    private static void write(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public TrustKey key(String role) throws IOException {
        return key(ask("GET", role + ".key", "push,pull", MOST_ERROR), role);
    }

    @Override
    public TrustKey rotate(String role) throws IOException {
        return key(ask("POST", role + ".key", "*", MOST_ERROR), role);
    }

    private TrustKey key(Service.Reply reply, String role) throws IOException {
        if (reply.status() != 200) {
            throw refused("give a key for the " + role + " of", reply);
        }
        try {
            TrustKey key =
                    TrustKey.parse(JsonObject.parse(reply.body(), "key of the trust server"));
            if (key.publicKey().getEncoded().length == 0) {
                throw new SyntaxException("it is empty");
            }
            return key;
        } catch (SyntaxException e) {
            throw new IOException(
                    "the trust server " + address() + " gave no key: " + e.getMessage(), e);
        }
    }

    @Override
    public void delete() throws IOException {
        Service.Reply reply = ask("DELETE", "", "*", MOST_ERROR);
        if (reply.status() != 200) {
            throw refused("delete the trust data of", reply);
        }
    }

    private IOException refused(String what, Service.Reply reply) {
        return new IOException(
                "the trust server "
                        + address()
                        + " would not "
                        + what
                        + " "
                        + gun
                        + ": it answered "
                        + reply.status()
                        + said(reply)
                        + (reply.status() == 401 || reply.status() == 403
                                ? "; log in with an account that may: cooper login"
                                : ""));
    }

    /** What the server says of it, on one line. */
    private static String said(Service.Reply reply) {
        try {
            List<JsonObject> errors = JsonObject.parse(reply.body(), "error").objects("errors");
            if (!errors.isEmpty()) {
                JsonObject first = errors.getFirst();
                String text =
                        " " + first.string("code", "") + " (" + first.string("message", "") + ")";
                String clean = text.replaceAll("\\p{Cntrl}", " ");
                return clean.substring(0, Math.min(clean.length(), 500));
            }
        } catch (SyntaxException _) {
            // some proxy's page; the status says enough
        }
        return "";
    }
}
