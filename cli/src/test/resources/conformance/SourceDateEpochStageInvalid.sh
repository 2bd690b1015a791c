dockerfile <<'E'
FROM scratch
COPY Dockerfile /
E
fails SOURCE_DATE_EPOCH --build-arg SOURCE_DATE_EPOCH=no-such-stage
