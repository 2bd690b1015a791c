mkdir -p t/in/deep; echo f > t/in/f; echo g > t/in/deep/g; chmod 600 t/in/f; tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@1500000000 -C t -cf x.tar in
