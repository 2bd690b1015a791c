mkdir dir && echo a >foo && echo b >dir/bar
dockerfile <<'E'
FROM localhost/base:1
ENV owner 1000
COPY --chown=daemon foo /
COPY --chown=1000:nogroup-not dir /never
E
fails nogroup-not
dockerfile <<'E'
FROM localhost/base:1
ENV owner 1000
COPY --chown=daemon foo /
COPY --chown=$owner:extra dir /sub
RUN stat -c '%U %G' /foo /sub /sub/bar > /st
E
result
same "daemon daemon
app extra
app extra" "$(cat "$OUT/fs/st")"
