echo contents0 >testfile
dockerfile <<'E'
FROM localhost/base:1
ENV empty=""
WORKDIR /w
COPY testfile $empty
RUN [ "$(cat testfile)" = contents0 ]
E
build
