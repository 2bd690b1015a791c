mkdir -p t/a/b && echo content >t/a/b/foo
tar --owner=0 --group=0 --mtime=@1500000000 -C t -cf t.tar a/b/foo
dockerfile <<E
FROM localhost/base:1
ADD t.tar /
RUN stat -c '%a %u:%g' /a /a/b > /st
E
result
content content a/b/foo
same "755 0:0
755 0:0" "$(cat "$OUT/fs/st")"
