# The context of every case, made in the current directory before the case's own setup.sh.
umask 022
echo a >a.txt
echo b >b.txt
echo c >c.md
mkdir -p dir/sub dir/empty data/one data/two bin
echo one >dir/one
echo two >dir/sub/two
echo hidden >dir/.hidden
echo 1 >data/one/x
echo 2 >data/two/x
printf '#!/bin/sh\necho hello\n' >bin/hello
chmod 755 bin/hello
chmod 640 b.txt
chmod 750 dir/sub
ln -s a.txt link
ln -s dir dirlink
ln -s sub/two dir/inner
ln -s nowhere dir/dangling
