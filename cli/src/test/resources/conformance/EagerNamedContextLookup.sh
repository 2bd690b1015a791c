mkdir "$OUT/nc" && echo x >"$OUT/nc/f"
dockerfile <<'E'
FROM nothing-like-this AS unused
FROM scratch
COPY --from=ctx f /
E
result --build-context ctx="$OUT/nc"
content x f
