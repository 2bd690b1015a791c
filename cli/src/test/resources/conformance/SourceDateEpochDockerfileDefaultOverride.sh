dockerfile <<'E'
ARG SOURCE_DATE_EPOCH=1700000000
FROM scratch
COPY Dockerfile /
E
build -t x --build-arg SOURCE_DATE_EPOCH=1600000001
same 2020-09-13T12:26:41Z "$(inspect '{{.Created}}')"
