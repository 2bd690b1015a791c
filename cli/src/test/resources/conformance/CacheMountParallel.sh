dockerfile <<'E'
FROM localhost/base:1 AS a
RUN --mount=type=cache,id=conf-par,sharing=locked,target=/c mkdir /c/l && sleep 0.4 && rmdir /c/l && echo a > /a
FROM localhost/base:1 AS b
RUN --mount=type=cache,id=conf-par,sharing=locked,target=/c mkdir /c/l && sleep 0.4 && rmdir /c/l && echo b > /b
FROM localhost/base:1 AS p1
RUN --mount=type=cache,id=conf-par2,sharing=private,target=/c touch /c/f1 && sleep 0.6 && [ ! -e /c/f2 ] && echo c > /r1
FROM localhost/base:1 AS p2
RUN --mount=type=cache,id=conf-par2,sharing=private,target=/c touch /c/f2 && sleep 0.6 && [ ! -e /c/f1 ] && echo d > /r2
FROM scratch
COPY --from=a /a /
COPY --from=b /b /
COPY --from=p1 /r1 /
COPY --from=p2 /r2 /
E
result
content a a
content b b
content c r1
content d r2
