dockerfile <<'E'
FROM localhost/base:1
USER app
WORKDIR /mydir/sub
RUN [ "$(stat -c '%U:%G' /mydir /mydir/sub | tr '\n' ' ')" = "app:app app:app " ]
E
build
