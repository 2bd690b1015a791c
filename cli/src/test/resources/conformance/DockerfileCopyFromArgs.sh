dockerfile <<'E'
ARG FOO=base
FROM localhost/$FOO:1 AS chosen
FROM scratch
ARG FOO
COPY --from=$FOO /etc/passwd .
E
fails "from"
said Dockerfile:5
dockerfile <<'E'
ARG FOO=base
FROM localhost/$FOO:1 AS chosen
FROM scratch
COPY --from=chosen /etc/passwd .
E
build
