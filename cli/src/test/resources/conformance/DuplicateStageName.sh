dockerfile <<'E'
FROM scratch AS b
COPY Dockerfile /
FROM scratch AS b
COPY Dockerfile /
E
build
said DuplicateStageName
dockerfile <<'E'
FROM scratch AS b
COPY Dockerfile /
FROM scratch AS c
COPY Dockerfile /
E
build
unsaid DuplicateStageName
