dockerfile <<'E'
ARG SOURCE_DATE_EPOCH=not-a-time
FROM scratch
COPY Dockerfile /
E
fails SOURCE_DATE_EPOCH
said not-a-time
