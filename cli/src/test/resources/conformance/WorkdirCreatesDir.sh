dockerfile <<'E'
FROM localhost/base:1
WORKDIR /foo/deep
RUN stat -c '%a %u:%g' /foo /foo/deep > /st
WORKDIR /
E
result
same "755 0:0
755 0:0" "$(cat "$OUT/fs/st")"
[ -d "$OUT/fs/foo/deep" ]
