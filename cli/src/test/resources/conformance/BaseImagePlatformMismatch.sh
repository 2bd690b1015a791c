dockerfile <<'E'
FROM scratch
COPY Dockerfile /
E
build --platform linux/s390x -t other:1
cat >Dockerfile <<'E'
FROM other:1
COPY Dockerfile /again
E
code=0
cooper build --progress plain --platform linux/amd64 . >"$OUT/log" 2>&1 || code=$?
said s390x
