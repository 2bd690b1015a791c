echo foo >foo
dockerfile <<'E'
FROM scratch
COPY foo /
E
tar -cf "$OUT/ctx.tar" .
gzip -nk "$OUT/ctx.tar"
cd /
for f in "$OUT/ctx.tar" "$OUT/ctx.tar.gz"; do
    rm -rf "$OUT/fs"
    cooper build --progress plain -o type=local,dest="$OUT/fs" - <"$f" >"$OUT/log" 2>&1 || { cat "$OUT/log"; exit 1; }
    content foo foo
done
