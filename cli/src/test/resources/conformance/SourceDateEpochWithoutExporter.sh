dockerfile <<'E'
FROM localhost/base:1
COPY Dockerfile /
E
build --build-arg SOURCE_DATE_EPOCH=1700000000 -t x
same 2023-11-14T22:13:20Z "$(inspect '{{.Created}}')"
unset SOURCE_DATE_EPOCH
export SOURCE_DATE_EPOCH=1600000001
build -t x --no-cache
same 2020-09-13T12:26:41Z "$(inspect '{{.Created}}')"
