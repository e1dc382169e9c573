# expect: wrong-value
# as: services.py
# told: socket.getservbyname
print("http", 80)
print("https", 443)
print("ssh", 22)
print("domain", 53)
