echo contents0 >testfile
dockerfile <<'E'
FROM localhost/base:1
ENV empty=""
WORKDIR /var/www
COPY --link testfile $empty
RUN [ "$(cat testfile)" = contents0 ]
E
build
