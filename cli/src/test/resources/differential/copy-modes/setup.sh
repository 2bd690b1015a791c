mkdir -p m/d m/s; for p in 600 644 755 4755 2755 1777 000 444; do echo $p > m/f$p; chmod $p m/f$p; done; chmod 700 m/d; chmod 1777 m/s
