dockerfile <<'E'
FROM scratch
ARG unit=x
COPY Dockerfile ${foo}
ENV PATH=$PAHT:/tmp/bin
E
build
said UndefinedVar
said foo
said PATH
dockerfile <<'E'
FROM scratch
ARG foo
COPY Dockerfile /$foo
E
build
unsaid UndefinedVar
