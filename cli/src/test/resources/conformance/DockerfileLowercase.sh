cat >dockerfile <<'E'
FROM scratch
COPY dockerfile /
E
build
