# expect: nothing-listens
# check: udp
import socket
import time

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    time.sleep(1)
