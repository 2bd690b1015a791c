dockerfile <<'E'
FROM localhost/base:1
RUN echo only-here-CacheReleased > /out
E
export COOPER_HOME="$OUT/home"
cooper load -i "$BASE" >/dev/null
build -t x
cooper rmi x >/dev/null
cooper prune -a -f >"$OUT/log" 2>&1
cooper images -q >"$OUT/left"
same "" "$(cat "$OUT/left")"
if grep -rqs only-here-CacheReleased "$COOPER_HOME"; then die "content is left after prune"; fi
