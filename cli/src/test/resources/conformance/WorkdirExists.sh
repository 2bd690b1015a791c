dockerfile <<'E'
FROM localhost/base:1
RUN mkdir -m 700 /foo && chown 1000:2000 /foo
WORKDIR /foo
RUN [ "$(stat -c '%a %u:%g' /foo)" = "700 1000:2000" ]
E
build
