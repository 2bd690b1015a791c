dockerfile <<'E'
ARG META_PATH=/tmp/meta
FROM localhost/base:1
ARG META_PATH
RUN --mount=type=cache,id=conf-meta,target=/tmp/meta touch /tmp/meta/foo
RUN --mount=type=cache,id=conf-meta,target=$META_PATH [ -f /tmp/meta/foo ]
E
build
