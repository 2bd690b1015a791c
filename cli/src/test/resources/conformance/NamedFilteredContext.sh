mkdir "$OUT/nc" && for f in foo bar; do echo $f >"$OUT/nc/$f"; done
dockerfile <<'E'
FROM scratch
COPY --from=base foo /
E
result --build-context base="$OUT/nc"
content foo foo
absent bar
