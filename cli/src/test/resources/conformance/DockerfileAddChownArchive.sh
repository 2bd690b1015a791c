mkdir t && echo content >t/foo
tar --owner=0 --group=0 --mtime=@1500000000 -C t -cf t.tar foo
dockerfile <<E
FROM localhost/base:1
ADD --chown=100:200 t.tar /out/
RUN stat -c '%u:%g' /out /out/foo > /st
E
result
same "100:200
100:200" "$(cat "$OUT/fs/st")"
