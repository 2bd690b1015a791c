dockerfile <<'E'
FROM nothing-like-this AS base
RUN cat /etc/group > /out
FROM nothing-like-this
COPY --from=base /out /
E
result --build-context nothing-like-this=docker-image://localhost/base:1
grep -q ^staff "$OUT/fs/out"
