dockerfile <<'E'
ARG a1="base"
ARG a2="localhost/$a1"
ARG a3='1'
FROM "$a2:${a3}"
ARG a2
RUN echo -n "$a2" > /out
E
result
content localhost/base out
