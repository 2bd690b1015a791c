dockerfile <<'E'
FROM localhost/base:1
ENV SOME_PATH=/mycache
RUN --mount=type=cache,id=conf-env,target=/mycache touch /mycache/foo
RUN --mount=type=cache,id=conf-env,target=$SOME_PATH [ -f $SOME_PATH/foo ]
RUN --mount=type=$KIND,id=conf-env,target=${NONE:-/mycache} true || true
E
code=0
cooper build --progress plain . >"$OUT/log" 2>&1 || code=$?
dockerfile <<'E'
FROM localhost/base:1
ENV SOME_PATH=/mycache KIND=cache
RUN --mount=type=cache,id=conf-env,target=/mycache touch /mycache/foo
RUN --mount=type=cache,id=conf-env,target=$SOME_PATH [ -f $SOME_PATH/foo ]
RUN --mount=type=cache,id=conf-env,target=${NONE:-/mycache} [ -f /mycache/foo ]
E
build
