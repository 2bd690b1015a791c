echo foo >foo
dockerfile <<'E'
FROM scratch
COPY foo /dir/foo
E
build -o type=tar,dest="$OUT/x.tar"
same foo "$(tar -xOf "$OUT/x.tar" dir/foo)"
cooper build -q -o - . >"$OUT/y.tar" 2>"$OUT/log"
same foo "$(tar -xOf "$OUT/y.tar" dir/foo)"
