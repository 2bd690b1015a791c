dockerfile <<'E'
FROM scratch
ENV key value
COPY Dockerfile /
E
build
said LegacyKeyValueFormat
dockerfile <<'E'
FROM scratch
ENV key=value
LABEL a=b
COPY Dockerfile /
E
build
unsaid LegacyKeyValueFormat
