# Makes, in an empty directory, the files that the everyday Dockerfiles copy.
set -eu
umask 022
mkdir -p cmd/tool cmd/api etc one two three shop public
echo 'module example' >go.mod
: >go.sum
echo 'package main' | tee cmd/tool/main.go cmd/api/main.go one/main.go two/main.go >three/main.go
echo setting >etc/setting
echo '{"name":"example"}' | tee package.json >package-lock.json
: >requirements.txt
echo 'print("main")' | tee shop/main.py >serve.py
echo 'events {}' >nginx.conf
echo 'echo tool' >tool
echo site >public/index.html
tar -czf site.tar.gz public
