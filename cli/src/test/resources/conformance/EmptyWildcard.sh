echo contents0 >foo
dockerfile <<'E'
FROM scratch
COPY foo nomatch* /
E
result
content contents0 foo
same 1 "$(ls "$OUT/fs" | wc -l)"
