printf '!\n' >.dockerignore
dockerfile <<'E'
FROM scratch
COPY . .
E
fails .dockerignore
printf '[a\n' >.dockerignore
fails .dockerignore
