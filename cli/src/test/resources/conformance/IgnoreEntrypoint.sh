dockerfile <<'E'
FROM localhost/base:1
ENTRYPOINT ["/nosuchcmd"]
RUN ["ls"]
E
build
