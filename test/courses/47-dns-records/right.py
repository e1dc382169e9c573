import sys

import dns.resolver

resolver = dns.resolver.Resolver(configure=False)
resolver.nameservers = ["127.0.0.1"]
resolver.port = int(sys.argv[1])


def show(name, kind):
    for answer in resolver.resolve(name, kind):
        print(kind, answer.to_text())


show("www.course.test", "AAAA")
show("web.course.test", "CNAME")
show("course.test", "MX")
show("course.test", "SOA")
show("_http._tcp.course.test", "SRV")
show("10.rev.course.test", "PTR")
