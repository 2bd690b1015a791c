# needs root: ordinary users own no control group
dockerfile <<'E'
FROM localhost/base:1
RUN dd if=/dev/zero of=/dev/null bs=200M count=1
E
fails memory --memory 64m --no-cache
build --memory 1g --no-cache
