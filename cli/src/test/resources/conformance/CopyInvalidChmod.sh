echo x >foo
dockerfile <<'E'
FROM scratch
COPY --chmod=64a foo /
E
fails 64a
said Dockerfile:2
dockerfile <<'E'
FROM scratch
COPY --chmod=10777 foo /
E
fails chmod
