cat >Dockerfile <<'OUTER'
FROM localhost/base:1 AS build
ARG name=world
COPY <<EOF /dest/c1
Hello ${name}!
EOF
COPY <<'EOF' /dest/c2
Hello ${name}!
EOF
COPY <<"EOF" /dest/c3
Hello ${name}!
EOF
ENV name=env
COPY <<EOF /dest/c4
Hello ${name} and \${name} and ${none:-nothing}
EOF
RUN <<EOF
name=shell
echo "Hello ${name}!" > /dest/r1
EOF
RUN <<'EOF' cat > /dest/r2
Hello ${name}!
EOF
RUN cat <<EOF > /dest/r3
Hello ${name}!
EOF
OUTER
result
content "Hello world!" dest/c1
content 'Hello ${name}!' dest/c2
content 'Hello ${name}!' dest/c3
content 'Hello env and ${name} and nothing' dest/c4
content "Hello shell!" dest/r1
content 'Hello ${name}!' dest/r2
content "Hello env!" dest/r3
