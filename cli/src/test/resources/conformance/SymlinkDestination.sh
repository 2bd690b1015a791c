mkdir t && ln -s ../tmp t/link && mkdir t/dir
tar --owner=0 --group=0 --mtime=@1500000000 -C t -cf t.tar .
echo content >foo
dockerfile <<'E'
FROM localhost/base:1
ADD t.tar /
COPY foo /link/
RUN [ "$(cat /tmp/foo)" = content ] && test -h /link
E
build
