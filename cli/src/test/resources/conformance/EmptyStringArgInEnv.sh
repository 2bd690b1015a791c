dockerfile <<'E'
FROM localhost/base:1
ARG FOO
ARG BAR=
RUN env | grep -E '^(FOO|BAR)=' > /out || true
E
result
content BAR= out
result --build-arg FOO= --build-arg BAR=x
same "BAR=x
FOO=" "$(sort "$OUT/fs/out")"
