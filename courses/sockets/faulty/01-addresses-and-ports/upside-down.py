# expect: misconception
# as: knock.py
# told: output has to contain
import socket

for port in [5511, 5512, 5513]:
    knocker = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if knocker.connect_ex(("127.0.0.1", port)):
        print(port, "open")
    else:
        print(port, "closed")
    knocker.close()
