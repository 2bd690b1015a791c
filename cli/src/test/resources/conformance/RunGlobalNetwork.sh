dockerfile <<'E'
FROM localhost/base:1
RUN ip -o link | grep -v ': lo:' > /links; readlink /proc/self/ns/net > /ns
E
result --network none
content "" links
[ "$(readlink /proc/self/ns/net)" != "$(cat "$OUT/fs/ns")" ]
result --network host
content "$(readlink /proc/self/ns/net)" ns
