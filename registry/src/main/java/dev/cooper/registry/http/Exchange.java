package dev.cooper.registry.http;

import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.protocol.RequestId;
import dev.cooper.registry.protocol.Route;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One request and its answer, read and written by the thread that handles it. */
public final class Exchange {
    /** Sees answers before they are sent. */
    public interface Watcher {
        /**
         * A request is about to be answered.
         *
         * @throws IOException when it must not be answered
         */
        void answering(Exchange exchange, int status) throws IOException;
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private static final String ATTRIBUTE = "dev.cooper.registry.exchange";

    private final Request request;
    private final Response response;
    private final Watcher watcher;
    private final String id;
    private final SlowClients slow;
    private final Bandwidth bandwidth;
    private final RequestBody body;
    private final String base;
    private @Nullable Fields query;
    private @Nullable Route route;
    private volatile ByteBuffer sending = NOTHING;
    private long written;

    /**
     * @param base what comes before {@code /v2/} in addresses that clients are told
     */
    public Exchange(
            Request request,
            Response response,
            Watcher watcher,
            SlowClients slow,
            Bandwidth bandwidth,
            String base) {
        this.request = request;
        this.response = response;
        this.watcher = watcher;
        this.slow = slow;
        this.bandwidth = bandwidth;
        this.base = base;
        this.id = RequestId.of(header("X-Request-Id"));
        this.body = new RequestBody(this, slow, bandwidth);
        request.setAttribute(ATTRIBUTE, this);
    }

    /** The exchange that a request belongs to; null when it was refused before there was one. */
    public static @Nullable Exchange of(Request request) {
        return request.getAttribute(ATTRIBUTE) instanceof Exchange exchange ? exchange : null;
    }

    /** By which the request can be found in every log. */
    public String id() {
        return id;
    }

    /** What is asked for; null until that is known. */
    public @Nullable Route route() {
        return route;
    }

    /** Notes what is asked for. */
    public void route(Route asked) {
        route = asked;
    }

    /** The method, in capitals. */
    public String method() {
        return request.getMethod();
    }

    /** Whether it may change something. */
    public boolean isChange() {
        return !isHead() && !method().equals("GET");
    }

    /** Whether only the headers of the answer are wanted. */
    public boolean isHead() {
        return method().equals("HEAD");
    }

    /** A header of the request, the first of its name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /** What the request carries. */
    public RequestBody body() {
        return body;
    }

    /** The declared length of the body, or -1 when it is not known beforehand. */
    public long contentLength() {
        long length = request.getLength();
        return length < 0 ? -1 : length;
    }

    /** A parameter of the address, the first of its name, decoded. */
    public Optional<String> query(String name) {
        return Optional.ofNullable(query().getValue(name));
    }

    /** All parameters of a name, decoded. */
    public List<String> queries(String name) {
        List<String> values = query().getValues(name);
        return values == null ? List.of() : values;
    }

    private Fields query() {
        Fields fields = query;
        if (fields == null) {
            try {
                fields = Request.extractQueryParameters(request);
            } catch (RuntimeException e) {
                throw new ApiException(
                        ErrorCode.UNSUPPORTED, 400, "the query of the address cannot be decoded");
            }
            query = fields;
        }
        return fields;
    }

    /** Sets the status of the answer. */
    public Exchange status(int status) {
        response.setStatus(status);
        return this;
    }

    /** Sets a header of the answer. */
    public Exchange set(String name, String value) {
        response.getHeaders().put(name, addressed(name, value));
        return this;
    }

    /** Sets a header of the answer. */
    public Exchange set(String name, long value) {
        response.getHeaders().put(name, value);
        return this;
    }

    /** Adds a header beside others of its name. */
    public Exchange add(String name, String value) {
        response.getHeaders().add(name, value);
        return this;
    }

    /** Sets headers of the answer. */
    public Exchange setAll(Map<String, String> headers) {
        headers.forEach(this::set);
        return this;
    }

    /** Puts the registry's own address before addresses that clients shall go to. */
    private String addressed(String name, String value) {
        if (base.isEmpty()) {
            return value;
        }
        return switch (name) {
            case "Location" -> value.startsWith("/v2/") ? base + value : value;
            case "Link" -> value.replace("</v2/", "<" + base + "/v2/");
            default -> value;
        };
    }

    /** Ends with an answer that has no body. */
    public void end() throws IOException {
        int status = response.getStatus();
        watcher.answering(this, status);
        if (status != 204 && status != 304 && !isHead()) {
            set("Content-Length", 0);
        }
        write(true, ByteBuffer.allocate(0));
    }

    /** Ends with a body; a HEAD request gets its headers only. */
    public void end(byte[] body) throws IOException {
        watcher.answering(this, response.getStatus());
        set("Content-Length", body.length);
        write(true, isHead() ? ByteBuffer.allocate(0) : ByteBuffer.wrap(body));
    }

    /** Sends a part of the body. */
    public void write(boolean last, ByteBuffer bytes) throws IOException {
        int size = bytes.remaining();
        slow.sending(this, size);
        written += size;
        sending = bytes;
        try {
            Content.Sink.write(response, last, bytes);
            sending = NOTHING;
        } finally {
            slow.sent(this);
        }
        bandwidth.passed(payer(), size);
    }

    /** Ends the connection because the client takes too little of the answer. */
    void hangUp() {
        request.getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close(new EOFException("the client takes the answer too slowly"));
    }

    /** Notes who sends the request. */
    public void sentBy(Caller caller) {
        caller.attach(request);
    }

    /** Who sends the request; a stranger until they were let in. */
    public Caller caller() {
        return Caller.of(request);
    }

    /** As whose a request and its bytes count: the user's, or else the address's. */
    public String payer() {
        String user = caller().name();
        return user.isEmpty() ? address() : "user " + user;
    }

    /** How many bytes of a file should be sent at once at most. */
    long part() {
        return bandwidth.part();
    }

    /** The address that the request comes from. */
    public String address() {
        return Request.getRemoteAddr(request);
    }

    /** How many bytes of the body were sent so far, also when the connection was lost then. */
    public long written() {
        return written - sending.remaining();
    }

    /** The status of the answer so far. */
    public int answerStatus() {
        return response.getStatus();
    }

    /** A header of the answer so far. */
    public Optional<String> answerHeader(String name) {
        return Optional.ofNullable(response.getHeaders().get(name));
    }

    /** Whether the status has been sent. */
    public boolean isCommitted() {
        return response.isCommitted();
    }

    /** Forgets status and headers set so far. */
    public void reset() {
        response.reset();
    }

    /** The server's own view of the request. */
    public Request request() {
        return request;
    }
}
