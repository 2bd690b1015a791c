echo remote >"$WEB/file.txt"
touch -d @1500000000 "$WEB/file.txt"
dockerfile <<E
FROM localhost/base:1 AS b
ADD $URL/file.txt /dest/
ADD $URL/file.txt /renamed
ADD --chown=5:6 $URL/file.txt /owned
RUN stat -c '%a %u:%g %Y' /dest/file.txt > /st && stat -c '%u:%g' /owned >> /st
E
result
content remote dest/file.txt
content remote renamed
same "600 0:0 1500000000" "$(head -1 "$OUT/fs/st")"
same "5:6" "$(tail -1 "$OUT/fs/st")"
