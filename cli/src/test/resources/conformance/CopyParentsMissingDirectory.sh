mkdir -p a/b && echo x >a/b/f
dockerfile <<'E'
FROM scratch
COPY --parents a/c/f /
E
fails a/c/f
dockerfile <<'E'
FROM scratch
COPY --parents a/c/f* /
COPY Dockerfile /
E
build
dockerfile <<'E'
FROM scratch
COPY --parents nothing /
E
fails nothing
