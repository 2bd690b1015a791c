dockerfile <<'E'
FROM localhost/base:1
RUN --network=host readlink /proc/self/ns/net > /ns
E
result
content "$(readlink /proc/self/ns/net)" ns
