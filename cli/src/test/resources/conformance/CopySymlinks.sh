echo bar-contents >bar
ln -s bar foo
mkdir sub && echo base >sub/base && ln -s base sub/l0 && ln -s ../bar sub/l1
dockerfile <<'E'
FROM scratch
COPY foo /
COPY sub/l* alllinks/
E
result
content bar-contents foo
[ ! -h "$OUT/fs/foo" ]
content base alllinks/l0
content bar-contents alllinks/l1
