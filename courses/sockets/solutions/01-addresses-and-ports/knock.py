import socket

for port in [5511, 5512, 5513]:
    knocker = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    result = knocker.connect_ex(("127.0.0.1", port))
    print(port, "open" if result == 0 else "closed")
    knocker.close()
