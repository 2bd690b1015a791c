mkdir x; echo f > x/f; chmod 755 x/f; setcap cap_net_raw+ep x/f
