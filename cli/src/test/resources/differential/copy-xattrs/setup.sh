mkdir x; echo f > x/f; setfattr -n user.note -v hello x/f; setfattr -n user.dir -v d x
