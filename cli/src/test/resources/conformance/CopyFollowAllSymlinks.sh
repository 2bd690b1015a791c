echo bar-contents >bar
mkdir foo && ln -s ../bar foo/sub
dockerfile <<'E'
FROM scratch
COPY foo /
COPY foo/sub bar
E
result
same ../bar "$(readlink "$OUT/fs/sub")"
content bar-contents bar
[ ! -h "$OUT/fs/bar" ]
