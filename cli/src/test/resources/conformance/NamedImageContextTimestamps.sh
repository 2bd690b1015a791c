dockerfile <<'E'
FROM nothing-like-this
RUN echo x > /x
E
build -t x --build-context nothing-like-this=docker-image://localhost/base:1
case $(inspect '{{.Created}}') in 2020-*) die "the time of the base" ;; esac
