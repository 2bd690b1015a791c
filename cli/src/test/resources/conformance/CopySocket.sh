echo x >foo
python=$(command -v python3 || command -v perl)
case $python in
*python3) python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("s.sock")' ;;
*) perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local => "s.sock", Listen => 1)' ;;
esac
test -S s.sock
dockerfile <<'E'
FROM scratch
COPY . /
E
result
content x foo
[ ! -S "$OUT/fs/s.sock" ] || die "a socket is in the image"
