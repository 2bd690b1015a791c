dockerfile <<'E'
FROM localhost/base:1
RUN --network=none ip -o link | grep -v ': lo:' > /links || true
RUN --network=none ! wget -q -T 2 -O /dev/null http://127.0.0.1:${PORT:-9}/
E
result
content "" links
dockerfile <<'E'
FROM localhost/base:1
RUN --network=nope true
E
fails nope
