dockerfile <<'E'
FROM scratch
COPY Dockerfile /
CMD mycommand
E
build
said JSONArgsRecommended
dockerfile <<'E'
FROM scratch
SHELL ["/usr/bin/customshell"]
COPY Dockerfile /
ENTRYPOINT mycommand
E
build
unsaid JSONArgsRecommended
