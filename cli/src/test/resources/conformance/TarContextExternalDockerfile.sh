echo foo >foo
mkdir elsewhere
printf 'FROM scratch\nCOPY foo bar\n' >elsewhere/Other
printf 'FROM nothing-like-this\n' >Dockerfile
tar -cf "$OUT/ctx.tar" .
cd "$OUT"
cooper build --progress plain -f elsewhere/Other -o type=local,dest="$OUT/fs" - <"$OUT/ctx.tar" >"$OUT/log" 2>&1 || { cat "$OUT/log"; exit 1; }
content foo bar
