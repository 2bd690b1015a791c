dockerfile <<'E'
FROM localhost/base:1
COPY Dockerfile /f
E
result --build-context localhost/base:1=docker-image://scratch
same 1 "$(ls "$OUT/fs" | wc -l)"
