dockerfile <<'E'
FROM localhost/base:1
ARG MNT_TYPE=cache
ARG WHERE
RUN --mount=type=$MNT_TYPE,id=conf-arg,target=/mycache2 touch /mycache2/foo
RUN --mount=type=cache,id=conf-arg,target=$WHERE [ -f /given/foo ]
E
build --build-arg WHERE=/given
