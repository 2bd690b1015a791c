FROM localhost/base:1
COPY --chmod=755 tool /usr/local/bin/tool
RUN cd /usr/local/bin && for name in go npm pip git apk apt-get adduser addgroup; do ln -s tool $name; done
RUN mkdir -p /etc/nginx /etc/ssl/certs /usr/share/nginx && echo conf > /etc/nginx/nginx.conf \
    && echo certificates > /etc/ssl/certs/ca-certificates.crt \
    && printf 'root:x:0:0:root:/root:/bin/sh\nnode:x:1001:1001::/:/bin/sh\nnonroot:x:65532:65532::/:/bin/sh\n' > /etc/passwd
