dockerfile <<'E'
FROM localhost/base:1 AS build
ARG my_arg
ENV my_arg "my_arg=${my_arg:-def_val}"
ENV my_trimmed_arg "${my_arg%%e*}"
RUN echo -n $my_arg > /out; echo $my_trimmed_arg > /out2
E
result
content my_arg=def_val out
content my_arg=d out2
result --build-arg my_arg=mine
content my_arg=mine out
