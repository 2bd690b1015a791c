dockerfile <<'E'
FROM localhost/base:1 AS build
ARG TARGETSTAGE
RUN echo $TARGETSTAGE > /out
FROM build
ARG TARGETSTAGE
RUN echo $TARGETSTAGE > /out2
E
result --target build
content build out
result
content default out2
