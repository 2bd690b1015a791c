cat >Dockerfile <<'OUTER'
FROM localhost/base:1 AS parent
ONBUILD RUN <<EOF
echo "hello world" >> /dest
EOF
ONBUILD COPY <<EOF /file
text
EOF
FROM parent
RUN cat /dest > /again
OUTER
result
content "hello world" again
content text file
