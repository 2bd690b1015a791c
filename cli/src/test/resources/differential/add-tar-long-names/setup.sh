n=$(printf "y%.0s" $(seq 180)); mkdir -p t/$n; echo f > t/$n/$n; ln -s $n/$n t/sym; tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@1500000000 --format=gnu -C t -cf x.tar .
