echo x >foo
dockerfile <<'E'
FROM scratch
ADD --chmod=64a foo /
E
fails chmod
said 64a
dockerfile <<'E'
FROM scratch
ADD --chmod=10777 foo /
E
fails chmod
