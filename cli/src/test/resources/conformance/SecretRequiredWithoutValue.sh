dockerfile <<'E'
FROM localhost/base:1
RUN --mount=type=secret,required,id=mysecret foo
E
fails mysecret
said required
dockerfile <<'E'
FROM localhost/base:1
RUN --mount=type=secret,id=mysecret [ ! -e /run/secrets/mysecret ]
E
build
