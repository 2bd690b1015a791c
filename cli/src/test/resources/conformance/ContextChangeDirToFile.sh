mkdir foo && echo bar >foo/bar
dockerfile <<'E'
FROM scratch
COPY foo /
E
result
content bar bar
rm -r foo && echo foo2 >foo
result
content foo2 foo
absent bar
