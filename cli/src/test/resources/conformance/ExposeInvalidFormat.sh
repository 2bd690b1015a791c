dockerfile <<'E'
FROM scratch
EXPOSE 127.0.0.1:80:80
COPY Dockerfile /
E
build
said ExposeInvalidFormat
dockerfile <<'E'
FROM scratch
EXPOSE 80
COPY Dockerfile /
E
build
unsaid ExposeInvalidFormat
