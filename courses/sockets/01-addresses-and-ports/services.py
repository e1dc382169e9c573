import socket

# Print a line such as "http 80" for each of: http, https, ssh, domain.
print("http", socket.getservbyname("http"))
