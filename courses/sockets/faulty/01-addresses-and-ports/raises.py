# expect: crashed
# as: knock.py
# told: ConnectionRefusedError
import socket

for port in [5511, 5512, 5513]:
    knocker = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    knocker.connect(("127.0.0.1", port))
    print(port, "open")
    knocker.close()
