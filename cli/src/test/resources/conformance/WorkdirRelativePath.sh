dockerfile <<'E'
FROM scratch
WORKDIR app/
COPY Dockerfile /
E
build
said WorkdirRelativePath
dockerfile <<'E'
FROM scratch
WORKDIR /app
WORKDIR more
COPY Dockerfile /
E
build
unsaid WorkdirRelativePath
