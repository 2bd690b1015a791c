echo x >"$WEB/f"
dockerfile <<E
FROM localhost/base:1
ADD --chmod=644 $URL/f /tmp/foo1
ADD --chmod=755 $URL/f /tmp/foo2
ADD --chmod=0413 $URL/f /tmp/foo3
RUN stat -c %a /tmp/foo1 /tmp/foo2 /tmp/foo3 > /st
E
result
same "644
755
413" "$(cat "$OUT/fs/st")"
