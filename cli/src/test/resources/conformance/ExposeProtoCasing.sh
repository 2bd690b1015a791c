dockerfile <<'E'
FROM scratch
EXPOSE 80/TcP
COPY Dockerfile /
E
build
said ExposeProtoCasing
dockerfile <<'E'
FROM scratch
EXPOSE 80/tcp
COPY Dockerfile /
E
build
unsaid ExposeProtoCasing
