dockerfile <<'E'
ARG SOURCE_DATE_EPOCH=1700000000
FROM scratch
COPY Dockerfile /
E
build -t x
same 2023-11-14T22:13:20Z "$(inspect '{{.Created}}')"
