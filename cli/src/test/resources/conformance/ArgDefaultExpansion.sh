dockerfile <<'E'
FROM scratch
ARG foo
ARG bar=${foo:?"foo missing"}
COPY Dockerfile /
E
fails "foo missing"
build --build-arg foo=123
