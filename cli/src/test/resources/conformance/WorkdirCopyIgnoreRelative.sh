echo foo >foo
dockerfile <<'E'
FROM scratch AS base
WORKDIR /foo
COPY Dockerfile /
FROM scratch
# relative path still points to the root
COPY --from=base Dockerfile bar
WORKDIR w
COPY foo .
E
result
cmp Dockerfile "$OUT/fs/bar"
content foo w/foo
