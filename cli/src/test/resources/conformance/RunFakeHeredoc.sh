cat >Dockerfile <<'OUTER'
FROM localhost/base:1
SHELL ["/bin/sh", "-c"]
RUN echo '<<EOF' > /one
RUN echo "<<EOF" > /two && echo \<\<EOF > /three
OUTER
result
for f in one two three; do content '<<EOF' $f; done
