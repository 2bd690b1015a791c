echo foo >foo
dockerfile <<'E'
FROM localhost/base:1
ENV foo=bar
COPY foo /
E
build -t x --iidfile "$OUT/1"
build -t y --iidfile "$OUT/2"
cmp "$OUT/1" "$OUT/2"
