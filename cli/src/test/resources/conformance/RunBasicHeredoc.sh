cat >Dockerfile <<'OUTER'
FROM localhost/base:1
RUN <<EOF
echo "hello" >> /hello
echo "world" >> /hello
EOF
RUN <<EOF cat > /cat
from stdin
EOF
OUTER
result
same "hello
world" "$(cat "$OUT/fs/hello")"
content "from stdin" cat
