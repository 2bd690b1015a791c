mkdir -p tree/sub && echo x >tree/f && echo y >tree/sub/exe && chmod 600 tree/f && chmod 700 tree/sub/exe
dockerfile <<'E'
FROM localhost/base:1
COPY --chmod=a+rX tree /one
COPY --chmod=u=rwX,go=rX tree /two
ADD --chmod=go-rwx tree /three
RUN stat -c %a /one/f /one/sub /one/sub/exe /two/f /two/sub /two/sub/exe /three/f /three/sub /three/sub/exe > /st
E
result
same "644 755 755 644 755 755 600 700 700" "$(tr '\n' ' ' <"$OUT/fs/st" | sed 's/ $//')"
