dockerfile <<'E'
FROM localhost/base:1 AS source
RUN touch /file && chown 100:200 /file && mkdir -p /dir/subdir && touch /dir/subdir/nested && chown 100:200 /dir && chown 101:201 /dir/subdir && chown 102:202 /dir/subdir/nested
FROM localhost/base:1 AS target
RUN mkdir -p /existing/sub && touch /existing/file && chown 500:600 /existing && chown 501:601 /existing/sub && chown 501:601 /existing/file
FROM target AS plain
COPY --from=source /file .
COPY --from=source /dir /new
COPY --from=source /dir/. /existing
RUN stat -c '%n %u:%g' /file /new /new/subdir /new/subdir/nested /existing /existing/sub /existing/file /existing/subdir /existing/subdir/nested > /st
FROM target AS chowned
COPY --from=source --chown=300:400 /file .
COPY --from=source --chown=300:400 /dir /new
COPY --from=source --chown=300:400 /dir/. /existing
RUN stat -c '%n %u:%g' /file /new /new/subdir /new/subdir/nested /existing /existing/sub /existing/file /existing/subdir /existing/subdir/nested > /st
FROM scratch
COPY --from=plain /st /plain
COPY --from=chowned /st /chowned
E
result
cat >"$OUT/want" <<'E'
/file 100:200
/new 0:0
/new/subdir 101:201
/new/subdir/nested 102:202
/existing 500:600
/existing/sub 501:601
/existing/file 501:601
/existing/subdir 101:201
/existing/subdir/nested 102:202
E
diff "$OUT/want" "$OUT/fs/plain"
cat >"$OUT/want" <<'E'
/file 300:400
/new 300:400
/new/subdir 300:400
/new/subdir/nested 300:400
/existing 500:600
/existing/sub 501:601
/existing/file 501:601
/existing/subdir 300:400
/existing/subdir/nested 300:400
E
diff "$OUT/want" "$OUT/fs/chowned"
