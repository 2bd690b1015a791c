echo foo >foo
touch -d @1000000000 foo
dockerfile <<'E'
FROM localhost/base:1
RUN echo x > /x && mkdir /d && ln -s x /l
WORKDIR /w
COPY foo /foo
RUN rm /opt/file
E
build --build-arg SOURCE_DATE_EPOCH=1700000000 --no-cache -o type=oci,dest="$OUT/1.tar",rewrite-timestamp=true
sleep 1.1
build --build-arg SOURCE_DATE_EPOCH=1700000000 --no-cache -o type=oci,dest="$OUT/2.tar",rewrite-timestamp=true
cmp "$OUT/1.tar" "$OUT/2.tar"
