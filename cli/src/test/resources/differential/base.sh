#!/bin/sh
# usage: base.sh BUSYBOX DIRECTORY   writes DIRECTORY/base.tar, a docker archive of localhost/base:1
# The base image of all cases: Debian's static busybox, a few users, the same bytes every time.
set -eu
umask 022
busybox=$1
cd "$2"
mkdir -p rootfs/bin rootfs/etc rootfs/tmp rootfs/root rootfs/home/app rootfs/proc rootfs/sys \
    rootfs/dev rootfs/run rootfs/usr/bin rootfs/var/log rootfs/var/empty rootfs/opt/real rootfs/opt/old/deep
cp "$busybox" rootfs/bin/busybox
chmod 755 rootfs/bin/busybox
for applet in $("$busybox" --list); do
    [ "$applet" = busybox ] || ln -s busybox "rootfs/bin/$applet"
done
cat >rootfs/etc/passwd <<'EOF'
root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
app:x:1000:1001:app:/home/app:/bin/sh
EOF
cat >rootfs/etc/group <<'EOF'
root:x:0:
daemon:x:1:
app:x:1001:
staff:x:50:app
extra:x:2000:app
EOF
echo keep >rootfs/opt/old/keep
echo deep >rootfs/opt/old/deep/file
echo original >rootfs/opt/file
ln -s real rootfs/opt/link
ln rootfs/opt/file rootfs/opt/hard
chmod 1777 rootfs/tmp
chmod 700 rootfs/root
chmod 750 rootfs/opt/real
tar --sort=name --mtime=@1600000000 --format=posix \
    --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime \
    --owner=0 --group=0 --numeric-owner --exclude=./home/app -C rootfs -cf layer.tar .
tar --sort=name --mtime=@1600000000 --format=posix \
    --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime \
    --owner=1000 --group=1001 --numeric-owner -C rootfs -rf layer.tar ./home/app
diff=$(sha256sum layer.tar | cut -d' ' -f1)
cat >config.json <<EOF
{"created":"2020-09-13T12:26:40Z","architecture":"$3","os":"linux","config":{"Env":["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin","BASE=base"],"Cmd":["/bin/sh"],"Labels":{"base":"yes","over":"base"}},"rootfs":{"type":"layers","diff_ids":["sha256:$diff"]},"history":[{"created":"2020-09-13T12:26:40Z","created_by":"busybox and a few users"}]}
EOF
id=$(sha256sum config.json | cut -d' ' -f1)
mv config.json "$id.json"
mkdir layer
mv layer.tar layer/layer.tar
printf '[{"Config":"%s.json","RepoTags":["localhost/base:1"],"Layers":["layer/layer.tar"]}]' "$id" >manifest.json
tar -cf base.tar manifest.json "$id.json" layer/layer.tar
rm -rf rootfs layer "$id.json" manifest.json
