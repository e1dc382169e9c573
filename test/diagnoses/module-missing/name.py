# expect: module-missing
# check: echo
import sockets

s = sockets.socket()
