dockerfile <<'E'
ARG SOURCE_DATE_EPOCH=1700000000
FROM scratch
COPY Dockerfile /
E
build -t x --build-arg SOURCE_DATE_EPOCH=
case $(inspect '{{.Created}}') in 2023-11-14*) die "the default was not reset" ;; esac
