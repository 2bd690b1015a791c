echo contents0 >testfile
dockerfile <<'E'
FROM localhost/base:1 AS b
WORKDIR /var/www
COPY --link testfile .
RUN [ "$(cat testfile)" = contents0 ]
E
build
