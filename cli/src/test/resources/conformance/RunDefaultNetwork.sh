dockerfile <<'E'
FROM localhost/base:1
RUN ip link show lo
RUN --network=default ip link show lo
E
build
