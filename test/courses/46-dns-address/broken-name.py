# expect: dns.resolver.NXDOMAIN in line 4 of broken-name.py
import dns.resolver

result = dns.resolver.resolve("wwww.course.test", "A")
for ipval in result:
    print("IP", ipval.to_text())
