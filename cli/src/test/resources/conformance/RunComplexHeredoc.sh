cat >Dockerfile <<'OUTER'
FROM localhost/base:1
WORKDIR /dest
RUN cat <<EOF1 | tr '[:upper:]' '[:lower:]' > ./out1; \
  cat <<EOF2 | tr '[:lower:]' '[:upper:]' > ./out2
hello WORLD
EOF1
HELLO world
EOF2
RUN <<EOF 3<<IN2 sh -c 'cat; cat <&3' > out3
hello
EOF
world
IN2
RUN <<EOF
ENV=inner; echo "$ENV" > out4
EOF
OUTER
result
content "hello world" dest/out1
content "HELLO WORLD" dest/out2
same "hello
world" "$(cat "$OUT/fs/dest/out3")"
content inner dest/out4
