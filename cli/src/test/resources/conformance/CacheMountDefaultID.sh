dockerfile <<'E'
FROM localhost/base:1
WORKDIR /conf-default
RUN --mount=type=cache,target=/conf-default/id echo x > /conf-default/id/foo
RUN --mount=type=cache,target=id test -f id/foo
RUN --mount=type=cache,target=/conf-default/../conf-default/id/ test -f /conf-default/id/foo
RUN --mount=type=cache,id=/conf-default/id,target=/elsewhere test -f /elsewhere/foo
E
build
