dockerfile <<'E'
FROM localhost/base:1
ONBUILD RUN --mount=type=cache,id=conf-onbuild,target=/cache echo -n 42 > /cache/foo && cp /cache/foo /bar
E
build -t onc:1
dockerfile <<'E'
FROM onc:1 AS base
RUN --mount=type=cache,id=conf-onbuild,target=/cache [ "$(cat /cache/foo)" = 42 ]
FROM scratch
COPY --from=base /bar /
E
result
content 42 bar
