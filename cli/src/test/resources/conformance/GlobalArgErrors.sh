dockerfile <<'E'
ARG FOO=${FOO:?"foo missing"}
FROM scratch
COPY Dockerfile /
E
fails "foo missing"
build --build-arg FOO=bar
