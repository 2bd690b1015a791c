dockerfile <<'E'
FROM scratch AS context
COPY Dockerfile /
E
build
said ReservedStageName
dockerfile <<'E'
FROM scratch AS con-text
COPY Dockerfile /
E
build
unsaid ReservedStageName
