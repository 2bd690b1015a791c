dockerfile <<'E'
FROM localhost/base:1 AS base
ARG V
RUN echo "$V" > /v
FROM base
RUN --mount=from=base,source=/v,target=/one --mount=from=base,source=/v,target=/two cat /one /two > /out
E
result --build-arg V=1
same "1
1" "$(cat "$OUT/fs/out")"
result --build-arg V=2
same "2
2" "$(cat "$OUT/fs/out")"
