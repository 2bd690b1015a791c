dockerfile <<'E'
FROM localhost/base:1 AS stage1
ENV MNT_ID=conf-across
ENV MNT_TYPE2=cache
RUN --mount=type=cache,id=$MNT_ID,target=/cbacba touch /cbacba/foo
FROM stage1
RUN --mount=type=$MNT_TYPE2,id=$MNT_ID,target=/whatever [ -f /whatever/foo ]
E
build
