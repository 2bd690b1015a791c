for f in foo bar baz bay; do echo $f >$f; done
mkdir sub && echo x >sub/keep && echo y >sub/skip
printf 'ba*\nDockerfile\n!bay\n.dockerignore\nsub/skip\n# foo\n' >.dockerignore
dockerfile <<'E'
FROM scratch
COPY . .
E
result
content foo foo
content bay bay
content x sub/keep
absent bar baz Dockerfile .dockerignore sub/skip
