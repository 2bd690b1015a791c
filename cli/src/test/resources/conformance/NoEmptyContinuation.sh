dockerfile <<'E'
FROM scratch
ENV a=b \

 c=d
COPY Dockerfile /
E
build
said NoEmptyContinuation
dockerfile <<'E'
FROM scratch
ENV a=b \
# comment
 c=d
COPY Dockerfile /
E
build
unsaid NoEmptyContinuation
