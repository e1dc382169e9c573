# expect: output has to contain "192.0.2.11\n", but it is "IP 192.0.2.10\n"
import dns.resolver

result = dns.resolver.resolve("www.course.test", "A")
print("IP", sorted(ip.to_text() for ip in result)[0])
