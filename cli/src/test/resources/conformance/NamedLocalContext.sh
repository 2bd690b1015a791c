mkdir "$OUT/nc" && echo base-is-busybox >"$OUT/nc/o1" && echo o2 >"$OUT/nc/o2" && printf 'o2\n' >"$OUT/nc/.dockerignore"
dockerfile <<'E'
FROM localhost/base:1 AS base
RUN cat /etc/passwd > /o
FROM scratch
COPY --from=base /o* /
E
result --build-context base="$OUT/nc"
content base-is-busybox o1
absent o o2
dockerfile <<'E'
FROM localhost/base:1
RUN --mount=from=extra,target=/in cp /in/o1 /copied
E
result --build-context extra="$OUT/nc"
content base-is-busybox copied
