echo foo >foo
dockerfile <<'E'
FROM localhost/base:1 AS base
WORKDIR /foo
COPY --from=localhost/base:1 /etc/passwd .
RUN echo one \
    two
FROM localhost/base:1
COPY --from=base /foo/passwd /
E
build
said "[base 2/4] WORKDIR /foo"
said "[base 3/4] COPY --from=localhost/base:1 /etc/passwd ."
said "[base 4/4] RUN echo one"
said "COPY --from=base /foo/passwd /"
